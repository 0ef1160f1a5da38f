-- Messages between a member and their trainer: one thread an assignment, never changed.

CREATE TABLE public.messages (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  assignment_id uuid NOT NULL REFERENCES public.trainer_assignments (id) ON DELETE RESTRICT,
  -- Null only when the person who wrote it was erased; what was written belongs to the other end, too.
  sender_id uuid REFERENCES public.profiles (id) ON DELETE RESTRICT,
  from_trainer boolean NOT NULL,
  body text NOT NULL CONSTRAINT message_length CHECK (length(btrim(body)) BETWEEN 1 AND 4000),
  sent_at timestamptz NOT NULL DEFAULT now(),
  read_at timestamptz
);
CREATE INDEX idx_messages_thread ON public.messages (assignment_id, sent_at);
CREATE INDEX idx_messages_unread ON public.messages (assignment_id) WHERE read_at IS NULL;
CREATE INDEX idx_messages_sender ON public.messages (sender_id);
COMMENT ON TABLE public.messages IS 'What member and trainer write to one another.';

CREATE FUNCTION auth.own_assignment_ids() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT coalesce(array_agg(a.id), '{}') FROM public.trainer_assignments a
  WHERE a.member_id = (SELECT auth.uid()) OR a.trainer_id = (SELECT auth.trainer_id())
$$;
COMMENT ON FUNCTION auth.own_assignment_ids() IS 'Assignments the session itself is one end of, now or formerly; not those of a client''s former trainers.';

CREATE FUNCTION auth.open_assignment_ids() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT coalesce(array_agg(a.id), '{}') FROM public.trainer_assignments a
  WHERE (a.member_id = (SELECT auth.uid()) OR a.trainer_id = (SELECT auth.trainer_id())) AND a.status <> 'completed'
$$;
COMMENT ON FUNCTION auth.open_assignment_ids() IS 'Assignments the session is one end of and that are not over: one may write there.';

CREATE FUNCTION public.stamp_message() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  IF NOT auth.acting_as_owner() THEN
    NEW.sender_id := auth.uid();
    NEW.sent_at := now();
    NEW.from_trainer := coalesce((SELECT a.trainer_id = auth.trainer_id() FROM public.trainer_assignments a WHERE a.id = NEW.assignment_id), false);
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION public.stamp_message() IS 'Stamps who wrote a message, from which end, and when.';
CREATE TRIGGER stamp_message BEFORE INSERT ON public.messages FOR EACH ROW EXECUTE FUNCTION public.stamp_message();

CREATE FUNCTION public.notify_message() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  -- One unread notification a thread is enough.
  INSERT INTO public.notifications (recipient_id, kind, data, subject_id)
  SELECT x.recipient, 'message', jsonb_build_object('from', x.sender), NEW.assignment_id FROM (
    SELECT CASE WHEN NEW.from_trainer THEN a.member_id ELSE i.user_id END AS recipient,
      CASE WHEN NEW.from_trainer THEN i.name ELSE p.full_name END AS sender
    FROM public.trainer_assignments a JOIN public.instructors i ON i.id = a.trainer_id
    JOIN public.profiles p ON p.id = a.member_id WHERE a.id = NEW.assignment_id) x
  WHERE x.recipient IS NOT NULL AND NOT EXISTS (SELECT 1 FROM public.notifications n
    WHERE n.recipient_id = x.recipient AND n.kind = 'message' AND n.subject_id = NEW.assignment_id AND n.read_at IS NULL);
  RETURN NULL;
END $$;
COMMENT ON FUNCTION public.notify_message() IS 'Tells the other end of a thread that there is something to read.';
CREATE TRIGGER notify_people AFTER INSERT ON public.messages FOR EACH ROW EXECUTE FUNCTION public.notify_message();

CREATE FUNCTION public.mark_messages_read(p_ids uuid[]) RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  me uuid := auth.uid();
  threads uuid[] := auth.own_assignment_ids();
  n integer;
BEGIN
  UPDATE public.messages m SET read_at = now() FROM public.trainer_assignments a
  WHERE m.id = ANY (p_ids) AND m.read_at IS NULL AND a.id = m.assignment_id AND a.id = ANY (threads)
    -- Read by the other end: the member what the trainer wrote, the trainer what the member wrote.
    AND m.from_trainer = (a.member_id = me);
  GET DIAGNOSTICS n = ROW_COUNT;
  UPDATE public.notifications SET read_at = now()
  WHERE recipient_id = me AND kind = 'message' AND read_at IS NULL AND subject_id = ANY (threads)
    AND subject_id IN (SELECT m.assignment_id FROM public.messages m WHERE m.id = ANY (p_ids));
  RETURN n;
END $$;
COMMENT ON FUNCTION public.mark_messages_read(uuid[]) IS 'Marks messages of the other end as read, and the notification about them; returns how many were unread.';

ALTER TABLE public.messages ENABLE ROW LEVEL SECURITY;
CREATE POLICY "People view own threads" ON public.messages FOR SELECT TO gym_client
  USING (assignment_id = ANY ((SELECT auth.own_assignment_ids())::uuid[]));
CREATE POLICY "Admins view messages" ON public.messages FOR SELECT TO gym_client USING ((SELECT auth.is_admin()));
CREATE POLICY "People write in open threads" ON public.messages FOR INSERT TO gym_client
  WITH CHECK (assignment_id = ANY ((SELECT auth.open_assignment_ids())::uuid[]));

GRANT SELECT, INSERT (id, assignment_id, body) ON public.messages TO gym_client;
GRANT EXECUTE ON FUNCTION auth.own_assignment_ids(), auth.open_assignment_ids(), public.mark_messages_read(uuid[]) TO gym_client;
