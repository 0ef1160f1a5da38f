-- What a trainer has to know of a client before the first set: aims, injuries, what they must not do.

CREATE TABLE public.client_records (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  -- About nobody once the person is erased.
  member_id uuid NOT NULL CONSTRAINT client_records_one_each UNIQUE REFERENCES public.profiles (id) ON DELETE CASCADE,
  goals text NOT NULL DEFAULT '' CONSTRAINT record_goals_length CHECK (length(goals) <= 4000),
  injuries text NOT NULL DEFAULT '' CONSTRAINT record_injuries_length CHECK (length(injuries) <= 4000),
  written_by uuid REFERENCES public.profiles (id) ON DELETE SET NULL,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1
);
CREATE INDEX idx_client_records_written_by ON public.client_records (written_by);
COMMENT ON TABLE public.client_records IS 'Goals, injuries and limits of a client: for the trainer who trains them now and for admins, never on a kiosk.';

CREATE FUNCTION public.stamp_record() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW.member_id <> OLD.member_id THEN
      RAISE EXCEPTION 'a record keeps its member' USING ERRCODE = 'check_violation', CONSTRAINT = 'record_member_fixed';
    END IF;
    NEW.created_at := OLD.created_at;
  END IF;
  IF NOT auth.acting_as_owner() AND NOT auth.is_erasing() THEN
    NEW.written_by := auth.uid();
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION public.stamp_record() IS 'Stamps who wrote last; whose record it is stays.';
CREATE TRIGGER stamp_record BEFORE INSERT OR UPDATE ON public.client_records FOR EACH ROW EXECUTE FUNCTION public.stamp_record();
CREATE TRIGGER stamp BEFORE UPDATE ON public.client_records FOR EACH ROW EXECUTE FUNCTION public.stamp_row();
CREATE TRIGGER audit AFTER UPDATE OR DELETE ON public.client_records FOR EACH ROW EXECUTE FUNCTION public.audit_row();
CREATE TRIGGER announce_insert AFTER INSERT ON public.client_records REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.announce();
CREATE TRIGGER announce_update AFTER UPDATE ON public.client_records REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION public.announce();
CREATE TRIGGER announce_delete AFTER DELETE ON public.client_records REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION public.announce();

ALTER TABLE public.client_records ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Trainers view records of their clients" ON public.client_records FOR SELECT
  USING (member_id = ANY ((SELECT auth.known_person_ids())::uuid[]));
CREATE POLICY "Admins view records" ON public.client_records FOR SELECT USING ((SELECT auth.is_admin()));
CREATE POLICY "Trainers write records of active clients" ON public.client_records FOR INSERT
  WITH CHECK (member_id = ANY ((SELECT auth.client_ids())::uuid[]));
CREATE POLICY "Admins write records" ON public.client_records FOR INSERT WITH CHECK ((SELECT auth.is_admin()));
CREATE POLICY "Trainers change records of active clients" ON public.client_records FOR UPDATE
  USING (member_id = ANY ((SELECT auth.client_ids())::uuid[])) WITH CHECK (member_id = ANY ((SELECT auth.client_ids())::uuid[]));
CREATE POLICY "Admins change records" ON public.client_records FOR UPDATE
  USING ((SELECT auth.is_admin())) WITH CHECK ((SELECT auth.is_admin()));

-- Health is nothing for a screen on the wall.
GRANT SELECT, INSERT (id, member_id, goals, injuries), UPDATE (goals, injuries) ON public.client_records TO gym_staff;

CREATE OR REPLACE FUNCTION auth.person_rows(p_person_id uuid) RETURNS TABLE (what text, row_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  -- Every row about a person, by the table it lies in: read by the preview, the erasing and the blanking of the log.
  WITH mine AS (SELECT a.id FROM public.trainer_assignments a WHERE a.member_id = p_person_id),
  plans AS (SELECT p.id FROM public.workout_plans p WHERE p.assignment_id IN (SELECT id FROM mine)),
  trainer AS (SELECT i.id FROM public.instructors i WHERE i.user_id = p_person_id)
  SELECT 'profiles', p.id FROM public.profiles p WHERE p.id = p_person_id
  UNION ALL SELECT 'trainer_assignments', id FROM mine
  UNION ALL SELECT 'workout_plans', id FROM plans
  UNION ALL SELECT 'workout_exercises', e.id FROM public.workout_exercises e WHERE e.plan_id IN (SELECT id FROM plans)
  UNION ALL SELECT 'workout_progress', w.id FROM public.workout_progress w WHERE w.member_id = p_person_id
  UNION ALL SELECT 'workout_sets', s.id FROM public.workout_sets s WHERE s.member_id = p_person_id
  UNION ALL SELECT 'trainer_client_notes', n.id FROM public.trainer_client_notes n WHERE n.assignment_id IN (SELECT id FROM mine)
  UNION ALL SELECT 'messages', m.id FROM public.messages m WHERE m.assignment_id IN (SELECT id FROM mine)
  UNION ALL SELECT 'client_records', c.id FROM public.client_records c WHERE c.member_id = p_person_id
  UNION ALL SELECT 'trainer_waitlist', w.id FROM public.trainer_waitlist w WHERE w.member_id = p_person_id
  UNION ALL SELECT 'client_requests', r.id FROM public.client_requests r JOIN public.trainer_waitlist w ON w.id = r.waitlist_id
    WHERE w.member_id = p_person_id OR r.trainer_id IN (SELECT id FROM trainer)
  UNION ALL SELECT 'notifications', n.id FROM public.notifications n WHERE n.recipient_id = p_person_id
  UNION ALL SELECT 'auth.credentials', c.profile_id FROM auth.credentials c WHERE c.profile_id = p_person_id
  UNION ALL SELECT 'instructors', id FROM trainer
  UNION ALL SELECT 'plan_templates', t.id FROM public.plan_templates t WHERE t.owner_id IN (SELECT id FROM trainer)
$$;
COMMENT ON FUNCTION auth.person_rows(uuid) IS 'Every row about a person, by table.';
