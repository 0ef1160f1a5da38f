-- A workstation keeps what it could not send, and what somebody began there. It asks whose of that must go.

CREATE FUNCTION public.erased_rows(p_ids uuid[]) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  -- Only what somebody erased: a person who is missing because an older back-up was restored may come back.
  SELECT DISTINCT l.row_id FROM public.audit_log l
  WHERE l.table_name IN ('profiles', 'trainer_assignments') AND l.row_id = ANY (p_ids[1:1000])
    AND l.operation = 'DELETE' AND l.before ->> 'erased' = 'true'
    AND NOT EXISTS (SELECT 1 FROM public.profiles p WHERE p.id = l.row_id)
$$;
COMMENT ON FUNCTION public.erased_rows(uuid[]) IS 'Which of these people and assignments were erased, of the first thousand: for workstations, which keep things of people they know by key.';
GRANT EXECUTE ON FUNCTION public.erased_rows(uuid[]) TO gym_client;
