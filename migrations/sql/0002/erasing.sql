-- What has to be known before anything else: whether this very transaction is erasing a person. History that is
-- otherwise kept by triggers gives way then, and only then.

CREATE TABLE auth.erasing (
  transaction bigint PRIMARY KEY,
  person_id uuid NOT NULL
);
ALTER TABLE auth.erasing ENABLE ROW LEVEL SECURITY;
COMMENT ON TABLE auth.erasing IS 'Marks the transaction that erases a person; empty at every other time.';

CREATE FUNCTION auth.is_erasing() RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$ SELECT EXISTS (SELECT 1 FROM auth.erasing e WHERE e.transaction = pg_current_xact_id_if_assigned()::text::bigint) $$;
COMMENT ON FUNCTION auth.is_erasing() IS 'Whether the running transaction is erasing a person; nobody can claim so from outside.';

CREATE FUNCTION auth.require_admin() RETURNS void
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  IF NOT (coalesce(auth.is_admin(), false) OR auth.acting_as_owner()) THEN
    RAISE EXCEPTION 'only an admin does this' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'admin_only';
  END IF;
END $$;
COMMENT ON FUNCTION auth.require_admin() IS 'Refuses whoever does not act as an admin.';

CREATE FUNCTION auth.require_trainer() RETURNS uuid
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  me uuid := auth.trainer_id();
BEGIN
  IF me IS NULL THEN
    RAISE EXCEPTION 'only a personal trainer does this' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'trainer_only';
  END IF;
  RETURN me;
END $$;
COMMENT ON FUNCTION auth.require_trainer() IS 'The acting trainer; refuses whoever does not act as one.';

CREATE FUNCTION auth.tell_admins(p_kind text, p_data jsonb, p_subject uuid) RETURNS void
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
  INSERT INTO public.notifications (recipient_id, kind, data, subject_id)
  SELECT p.id, p_kind, p_data, p_subject FROM public.profiles p WHERE p.is_admin AND p.is_active
$$;
COMMENT ON FUNCTION auth.tell_admins(text, jsonb, uuid) IS 'Leaves a notification for every active admin.';
