-- The waiting list: who waits for whom, what is offered when a place frees, and which trainers ask for whom.
-- An offer holds no place: the counter of the trainer alone decides, so a place can never be sold twice.

ALTER TABLE public.gym_settings
  ADD COLUMN trainers_may_assign boolean NOT NULL DEFAULT false,
  ADD COLUMN offer_days integer NOT NULL DEFAULT 3 CONSTRAINT gym_offer_days_range CHECK (offer_days BETWEEN 1 AND 60);
COMMENT ON COLUMN public.gym_settings.trainers_may_assign IS 'Whether trainers take waiting members themselves, without asking the desk.';
COMMENT ON COLUMN public.gym_settings.offer_days IS 'Days until an offered place passes on to the next.';

CREATE SEQUENCE public.trainer_waitlist_rank;

CREATE TABLE public.trainer_waitlist (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  member_id uuid NOT NULL REFERENCES public.profiles (id) ON DELETE RESTRICT,
  trainer_id uuid REFERENCES public.instructors (id) ON DELETE RESTRICT,
  status text NOT NULL DEFAULT 'waiting' CONSTRAINT waitlist_status
    CHECK (status IN ('waiting', 'offered', 'accepted', 'assigned', 'withdrawn')),
  -- Between any two ranks there is a third, so moving one row never renumbers the others.
  rank numeric NOT NULL,
  wants text CONSTRAINT waitlist_wants_length CHECK (length(wants) <= 1000),
  offered_trainer_id uuid REFERENCES public.instructors (id) ON DELETE RESTRICT,
  offered_at timestamptz,
  offer_until timestamptz,
  added_by uuid REFERENCES public.profiles (id) ON DELETE RESTRICT,
  closed_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  CONSTRAINT waitlist_offer_whole CHECK (status NOT IN ('offered', 'accepted')
    OR (offered_trainer_id IS NOT NULL AND offered_at IS NOT NULL AND offer_until IS NOT NULL))
);
CREATE UNIQUE INDEX waitlist_open_unique ON public.trainer_waitlist (member_id) WHERE status IN ('waiting', 'offered', 'accepted');
CREATE INDEX idx_trainer_waitlist_line ON public.trainer_waitlist (rank) WHERE status IN ('waiting', 'offered', 'accepted');
CREATE INDEX idx_trainer_waitlist_member ON public.trainer_waitlist (member_id);
CREATE INDEX idx_trainer_waitlist_trainer ON public.trainer_waitlist (trainer_id);
CREATE INDEX idx_trainer_waitlist_offered ON public.trainer_waitlist (offered_trainer_id);
CREATE INDEX idx_trainer_waitlist_added_by ON public.trainer_waitlist (added_by);
COMMENT ON TABLE public.trainer_waitlist IS 'Members who wait for a trainer, or for anyone where trainer_id is null.';
COMMENT ON COLUMN public.trainer_waitlist.rank IS 'Place in the line, lowest first.';

CREATE TABLE public.client_requests (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  waitlist_id uuid NOT NULL REFERENCES public.trainer_waitlist (id) ON DELETE CASCADE,
  trainer_id uuid NOT NULL REFERENCES public.instructors (id) ON DELETE RESTRICT,
  status text NOT NULL DEFAULT 'open' CONSTRAINT client_request_status CHECK (status IN ('open', 'granted', 'refused')),
  note text CONSTRAINT client_request_note_length CHECK (length(note) <= 1000),
  asked_at timestamptz NOT NULL DEFAULT now(),
  answered_at timestamptz,
  answered_by uuid REFERENCES public.profiles (id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX client_request_open_unique ON public.client_requests (waitlist_id, trainer_id) WHERE status = 'open';
CREATE INDEX idx_client_requests_waitlist ON public.client_requests (waitlist_id);
CREATE INDEX idx_client_requests_trainer ON public.client_requests (trainer_id, status);
CREATE INDEX idx_client_requests_answered_by ON public.client_requests (answered_by);
COMMENT ON TABLE public.client_requests IS 'Trainers who ask the desk for a waiting member.';

-- Offers --------------------------------------------------------------------------------------------------

CREATE FUNCTION auth.offer_places(p_trainer_id uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  places integer;
  next_one uuid;
BEGIN
  -- Only whoever holds the trainer offers, else two would offer the same place at once. Whoever does not get hold of
  -- the trainer leaves it to the other, or to the next time that offers are looked over: nobody waits here.
  PERFORM 1 FROM public.instructors i WHERE i.id = p_trainer_id FOR NO KEY UPDATE SKIP LOCKED;
  IF NOT FOUND THEN RETURN; END IF;
  SELECT CASE WHEN i.is_personal_trainer AND i.is_active THEN i.max_clients - i.active_clients ELSE 0 END
    - (SELECT count(*) FROM public.trainer_waitlist w WHERE w.offered_trainer_id = i.id AND w.status IN ('offered', 'accepted'))
  INTO places FROM public.instructors i WHERE i.id = p_trainer_id;
  WHILE places > 0 LOOP
    -- Rows that somebody else is changing are passed over: nobody waits here, so nothing can deadlock.
    SELECT w.id INTO next_one FROM public.trainer_waitlist w
    JOIN public.profiles p ON p.id = w.member_id AND p.is_active
    -- Who has wishes and waits for anyone is for the desk to match: the next free place need not suit them.
    WHERE w.status = 'waiting' AND (w.trainer_id = p_trainer_id OR (w.trainer_id IS NULL AND w.wants IS NULL))
      AND NOT EXISTS (SELECT 1 FROM public.instructors i WHERE i.id = p_trainer_id AND i.user_id = w.member_id)
    ORDER BY w.rank LIMIT 1 FOR UPDATE OF w SKIP LOCKED;
    EXIT WHEN NOT FOUND;
    UPDATE public.trainer_waitlist SET status = 'offered', offered_trainer_id = p_trainer_id WHERE id = next_one;
    places := places - 1;
  END LOOP;
  IF places < 0 THEN
    -- Somebody else got the place: the last in line wait on, who said yes already last of all.
    UPDATE public.trainer_waitlist SET status = 'waiting' WHERE id IN (
      SELECT w.id FROM public.trainer_waitlist w WHERE w.offered_trainer_id = p_trainer_id AND w.status IN ('offered', 'accepted')
      ORDER BY w.status = 'accepted', w.rank DESC LIMIT -places FOR UPDATE SKIP LOCKED);
  END IF;
END $$;
COMMENT ON FUNCTION auth.offer_places(uuid) IS 'Offers a trainer''s free places to the next in line, and takes back offers that no place stands behind any more.';

CREATE FUNCTION public.offer_freed_places() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  IF TG_OP = 'INSERT' OR (OLD.active_clients, OLD.max_clients, OLD.is_active, OLD.is_personal_trainer)
      IS DISTINCT FROM (NEW.active_clients, NEW.max_clients, NEW.is_active, NEW.is_personal_trainer) THEN
    PERFORM auth.offer_places(NEW.id);
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION public.offer_freed_places() IS 'A place that frees is offered; one that is gone is offered no longer.';
CREATE TRIGGER offer_places AFTER INSERT OR UPDATE OF active_clients, max_clients, is_active, is_personal_trainer
  ON public.instructors FOR EACH ROW EXECUTE FUNCTION public.offer_freed_places();

-- Waiting -------------------------------------------------------------------------------------------------

CREATE FUNCTION public.stamp_waiting() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  NEW.wants := nullif(btrim(NEW.wants), '');
  IF TG_OP = 'INSERT' THEN
    -- Waiting and being assigned are decided one after the other, see stamp_assignment.
    PERFORM 1 FROM public.profiles p WHERE p.id = NEW.member_id FOR NO KEY UPDATE;
    NEW.rank := coalesce(NEW.rank, nextval('public.trainer_waitlist_rank'));
    IF NOT auth.acting_as_owner() THEN
      NEW.added_by := auth.uid();
      NEW.created_at := now();
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.status IN ('assigned', 'withdrawn') AND NEW.status <> OLD.status THEN
    RAISE EXCEPTION 'this entry is closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'waitlist_closed';
  END IF;
  IF NOT auth.is_erasing() THEN
    NEW.added_by := OLD.added_by;
    NEW.created_at := OLD.created_at;
  END IF;
  IF NEW.status = 'waiting' THEN
    NEW.offered_trainer_id := NULL;
    NEW.offered_at := NULL;
    NEW.offer_until := NULL;
  ELSIF NEW.status = 'offered' AND (OLD.status, OLD.offered_trainer_id) IS DISTINCT FROM (NEW.status, NEW.offered_trainer_id) THEN
    NEW.offered_at := now();
    NEW.offer_until := now() + make_interval(days => coalesce((SELECT s.offer_days FROM public.gym_settings s), 3));
  ELSIF NEW.status IN ('assigned', 'withdrawn') THEN
    NEW.closed_at := coalesce(OLD.closed_at, now());
  END IF;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION public.stamp_waiting() IS 'Stamps who added an entry, its place in line, and the dates of an offer.';
CREATE TRIGGER stamp_waiting BEFORE INSERT OR UPDATE ON public.trainer_waitlist FOR EACH ROW EXECUTE FUNCTION public.stamp_waiting();
CREATE TRIGGER stamp BEFORE UPDATE ON public.trainer_waitlist FOR EACH ROW EXECUTE FUNCTION public.stamp_row();

CREATE FUNCTION public.check_waiting() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  -- AFTER, so that WITH CHECK has spoken first: a caller without the right must not learn who has a trainer.
  PERFORM 1 FROM public.profiles p WHERE p.id = NEW.member_id AND p.is_active;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'this member is not active' USING ERRCODE = 'check_violation', CONSTRAINT = 'waitlist_member_active';
  END IF;
  PERFORM 1 FROM public.trainer_assignments a WHERE a.member_id = NEW.member_id AND a.status = 'active';
  IF FOUND THEN
    RAISE EXCEPTION 'this member has a trainer' USING ERRCODE = 'check_violation', CONSTRAINT = 'waitlist_has_trainer';
  END IF;
  PERFORM 1 FROM public.instructors i WHERE i.id = NEW.trainer_id AND i.user_id = NEW.member_id;
  IF FOUND THEN
    RAISE EXCEPTION 'nobody trains themselves' USING ERRCODE = 'check_violation', CONSTRAINT = 'assignment_not_oneself';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION public.check_waiting() IS 'Only active members without a trainer wait, and nobody for themselves.';
CREATE TRIGGER check_waiting AFTER INSERT OR UPDATE OF trainer_id ON public.trainer_waitlist
  FOR EACH ROW WHEN (NEW.status = 'waiting') EXECUTE FUNCTION public.check_waiting();

CREATE FUNCTION public.follow_waiting() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  member_name text := (SELECT p.full_name FROM public.profiles p WHERE p.id = NEW.member_id);
  offered text := (SELECT i.name FROM public.instructors i WHERE i.id = coalesce(NEW.offered_trainer_id,
    CASE WHEN TG_OP = 'UPDATE' THEN OLD.offered_trainer_id END));
  facts jsonb := jsonb_build_object('member', member_name, 'trainer', offered);
  was text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.status END;
  best uuid;
BEGIN
  IF NEW.status = 'offered' AND (was IS DISTINCT FROM 'offered' OR OLD.offered_trainer_id <> NEW.offered_trainer_id) THEN
    INSERT INTO public.notifications (recipient_id, kind, data, subject_id) VALUES (NEW.member_id, 'place_offered', facts, NEW.id);
    PERFORM auth.tell_admins('place_free', facts, NEW.id);
  ELSIF NEW.member_id = auth.uid() AND was IN ('offered', 'accepted') AND NEW.status IN ('accepted', 'withdrawn') AND NEW.status <> was THEN
    PERFORM auth.tell_admins('offer_answered', facts || jsonb_build_object('answer', CASE NEW.status WHEN 'accepted' THEN 'yes' ELSE 'no' END), NEW.id);
  END IF;
  IF NEW.status = 'withdrawn' AND was <> 'withdrawn' THEN
    UPDATE public.client_requests SET status = 'refused' WHERE waitlist_id = NEW.id AND status = 'open';
  END IF;
  IF was IN ('offered', 'accepted') AND (NEW.status IN ('waiting', 'withdrawn') OR NEW.offered_trainer_id <> OLD.offered_trainer_id) THEN
    -- What was offered here passes on to the next in line, unless it was taken.
    PERFORM auth.offer_places(OLD.offered_trainer_id);
  END IF;
  IF NEW.status = 'waiting' AND (NEW.trainer_id IS NOT NULL OR NEW.wants IS NULL) THEN
    -- New in line, back in line, or with another wish: a place may be free already, with the wanted trainer or with
    -- whoever has most.
    SELECT i.id INTO best FROM public.instructors i
    WHERE i.is_active AND i.is_personal_trainer AND i.active_clients < i.max_clients AND i.user_id IS DISTINCT FROM NEW.member_id
      AND (NEW.trainer_id IS NULL OR i.id = NEW.trainer_id)
      AND i.max_clients - i.active_clients >
        (SELECT count(*) FROM public.trainer_waitlist w WHERE w.offered_trainer_id = i.id AND w.status IN ('offered', 'accepted'))
    ORDER BY i.max_clients - i.active_clients DESC, i.id LIMIT 1;
    IF best IS NOT NULL THEN PERFORM auth.offer_places(best); END IF;
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION public.follow_waiting() IS 'Tells member and desk of offers and answers, and passes on what is not taken.';
CREATE TRIGGER follow_waiting AFTER INSERT OR UPDATE OF status, offered_trainer_id, trainer_id ON public.trainer_waitlist
  FOR EACH ROW EXECUTE FUNCTION public.follow_waiting();

CREATE FUNCTION public.close_waiting() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  entry public.trainer_waitlist;
BEGIN
  SELECT * INTO entry FROM public.trainer_waitlist w
  WHERE w.member_id = NEW.member_id AND w.status IN ('waiting', 'offered', 'accepted') FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  UPDATE public.client_requests SET status = CASE WHEN trainer_id = NEW.trainer_id THEN 'granted' ELSE 'refused' END
  WHERE waitlist_id = entry.id AND status = 'open';
  UPDATE public.trainer_waitlist SET status = 'assigned', offered_trainer_id = NEW.trainer_id WHERE id = entry.id;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION public.close_waiting() IS 'Whoever has a trainer waits no longer.';
-- Its name puts it before count_clients: the entry is closed before its own place is counted as gone.
CREATE TRIGGER close_waiting AFTER INSERT OR UPDATE OF status ON public.trainer_assignments
  FOR EACH ROW WHEN (NEW.status = 'active') EXECUTE FUNCTION public.close_waiting();

CREATE FUNCTION public.lapse_offers() RETURNS integer
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  entry record;
  n integer := 0;
BEGIN
  IF NOT (coalesce(auth.is_admin(), false) OR auth.trainer_id() IS NOT NULL OR auth.acting_as_owner()) THEN
    RAISE EXCEPTION 'only staff do this' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'staff_only';
  END IF;
  FOR entry IN SELECT w.id FROM public.trainer_waitlist w WHERE w.status = 'offered' AND w.offer_until < now()
      ORDER BY w.rank FOR UPDATE SKIP LOCKED LOOP
    UPDATE public.trainer_waitlist SET status = 'waiting', rank = nextval('public.trainer_waitlist_rank') WHERE id = entry.id;
    n := n + 1;
  END LOOP;
  -- Two who changed the same trainer or entry at once may have left a place, or an offer, to one another.
  PERFORM auth.offer_places(i.id) FROM public.instructors i ORDER BY i.id;
  RETURN n;
END $$;
COMMENT ON FUNCTION public.lapse_offers() IS 'Offers nobody answered in time pass on; who let one lapse goes to the end of the line. Free places that nobody was offered are offered, offers without a place are taken back. Run when staff sign in. Returns how many lapsed.';

CREATE FUNCTION public.answer_offer(p_waitlist_id uuid, p_yes boolean) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  entry public.trainer_waitlist;
  wanted text := CASE WHEN p_yes THEN 'accepted' ELSE 'withdrawn' END;
BEGIN
  SELECT * INTO entry FROM public.trainer_waitlist w WHERE w.id = p_waitlist_id AND w.member_id = auth.uid() FOR UPDATE;
  IF entry.status = wanted THEN RETURN wanted; END IF;
  IF entry.status IS NULL OR entry.status NOT IN ('offered', 'accepted') OR p_yes IS NULL THEN
    RAISE EXCEPTION 'this place is not offered any more' USING ERRCODE = 'check_violation', CONSTRAINT = 'offer_gone';
  END IF;
  UPDATE public.trainer_waitlist SET status = wanted WHERE id = entry.id;
  RETURN wanted;
END $$;
COMMENT ON FUNCTION public.answer_offer(uuid, boolean) IS 'A member''s answer to an offered place; the desk assigns.';

CREATE FUNCTION public.leave_waitlist(p_waitlist_id uuid) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  entry public.trainer_waitlist;
BEGIN
  SELECT * INTO entry FROM public.trainer_waitlist w
  WHERE w.id = p_waitlist_id AND (w.member_id = auth.uid() OR auth.is_admin() OR auth.acting_as_owner()) FOR UPDATE;
  IF entry.status = 'withdrawn' THEN RETURN; END IF;
  IF entry.id IS NULL OR entry.status = 'assigned' THEN
    RAISE EXCEPTION 'this entry is closed' USING ERRCODE = 'check_violation', CONSTRAINT = 'waitlist_closed';
  END IF;
  UPDATE public.trainer_waitlist SET status = 'withdrawn' WHERE id = entry.id;
END $$;
COMMENT ON FUNCTION public.leave_waitlist(uuid) IS 'Takes an entry off the list: one''s own, or any by an admin.';

-- Trainers who ask ----------------------------------------------------------------------------------------

CREATE FUNCTION public.waiting_members()
RETURNS TABLE (waitlist_id uuid, member_id uuid, full_name text, wants text, waiting_since timestamptz, for_me boolean, requested boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT w.id, w.member_id, p.full_name, w.wants, w.created_at, coalesce(w.trainer_id = me.id, false),
    EXISTS (SELECT 1 FROM public.client_requests r WHERE r.waitlist_id = w.id AND r.trainer_id = me.id AND r.status = 'open')
  FROM (SELECT auth.trainer_id() AS id) me
  JOIN public.trainer_waitlist w ON w.status IN ('waiting', 'offered', 'accepted') AND (w.trainer_id IS NULL OR w.trainer_id = me.id)
  JOIN public.profiles p ON p.id = w.member_id AND p.is_active
  JOIN public.instructors i ON i.id = me.id AND i.user_id <> w.member_id
  ORDER BY w.rank
$$;
COMMENT ON FUNCTION public.waiting_members() IS 'Members the acting trainer may ask for: who waits for them or for anyone. Nobody else gets a row.';

CREATE FUNCTION public.request_client(p_id uuid, p_waitlist_id uuid, p_note text DEFAULT NULL) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  me uuid := auth.require_trainer();
BEGIN
  PERFORM 1 FROM public.client_requests r WHERE r.id = p_id AND r.waitlist_id = p_waitlist_id AND r.trainer_id = me;
  IF FOUND THEN RETURN p_id; END IF;
  -- Held, so that the member is not assigned between the question and the request.
  PERFORM 1 FROM public.trainer_waitlist w WHERE w.id = p_waitlist_id FOR KEY SHARE;
  PERFORM 1 FROM public.waiting_members() w WHERE w.waitlist_id = p_waitlist_id;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'this member waits no longer' USING ERRCODE = 'check_violation', CONSTRAINT = 'waitlist_closed';
  END IF;
  INSERT INTO public.client_requests (id, waitlist_id, trainer_id, note) VALUES (p_id, p_waitlist_id, me, nullif(btrim(p_note), ''));
  PERFORM auth.tell_admins('client_requested', jsonb_build_object(
    'trainer', (SELECT i.name FROM public.instructors i WHERE i.id = me),
    'member', (SELECT p.full_name FROM public.trainer_waitlist w JOIN public.profiles p ON p.id = w.member_id WHERE w.id = p_waitlist_id)), p_waitlist_id);
  RETURN p_id;
END $$;
COMMENT ON FUNCTION public.request_client(uuid, uuid, text) IS 'The acting trainer asks the desk for a waiting member; sending it again is harmless.';

CREATE FUNCTION public.follow_request() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = ''
AS $$
BEGIN
  IF auth.is_erasing() THEN RETURN NEW; END IF;
  NEW.answered_at := now();
  NEW.answered_by := auth.uid();
  INSERT INTO public.notifications (recipient_id, kind, data, subject_id)
  SELECT i.user_id, CASE NEW.status WHEN 'granted' THEN 'request_granted' ELSE 'request_refused' END,
    jsonb_build_object('member', p.full_name, 'trainer', i.name), NEW.waitlist_id
  FROM public.instructors i, public.trainer_waitlist w JOIN public.profiles p ON p.id = w.member_id
  WHERE i.id = NEW.trainer_id AND i.user_id IS NOT NULL AND w.id = NEW.waitlist_id;
  RETURN NEW;
END $$;
COMMENT ON FUNCTION public.follow_request() IS 'Stamps the answer to a trainer''s request and tells the trainer.';
CREATE TRIGGER follow_request BEFORE UPDATE ON public.client_requests
  FOR EACH ROW WHEN (OLD.status = 'open') EXECUTE FUNCTION public.follow_request();

CREATE FUNCTION auth.assign_waiting(p_waitlist_id uuid, p_trainer_id uuid, p_assignment_id uuid) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  entry public.trainer_waitlist;
BEGIN
  -- The member before the entry, see stamp_assignment.
  PERFORM 1 FROM public.profiles p JOIN public.trainer_waitlist w ON w.member_id = p.id
  WHERE w.id = p_waitlist_id FOR NO KEY UPDATE OF p;
  SELECT * INTO entry FROM public.trainer_waitlist w WHERE w.id = p_waitlist_id FOR UPDATE;
  PERFORM 1 FROM public.trainer_assignments a
  WHERE a.id = p_assignment_id AND a.member_id = entry.member_id AND a.trainer_id = p_trainer_id;
  IF FOUND THEN RETURN p_assignment_id; END IF;
  IF entry.status IS NULL OR entry.status NOT IN ('waiting', 'offered', 'accepted') THEN
    RAISE EXCEPTION 'this member waits no longer' USING ERRCODE = 'check_violation', CONSTRAINT = 'waitlist_closed';
  END IF;
  INSERT INTO public.trainer_assignments (id, member_id, trainer_id, start_date)
  VALUES (p_assignment_id, entry.member_id, p_trainer_id, public.gym_today());
  RETURN p_assignment_id;
END $$;
COMMENT ON FUNCTION auth.assign_waiting(uuid, uuid, uuid) IS 'Assigns a waiting member; sending it again is harmless. The caller has checked who asks.';

CREATE FUNCTION public.answer_request(p_request_id uuid, p_grant boolean, p_assignment_id uuid DEFAULT NULL) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  request public.client_requests;
BEGIN
  PERFORM auth.require_admin();
  SELECT * INTO request FROM public.client_requests r WHERE r.id = p_request_id;
  IF request.status = 'refused' AND NOT p_grant THEN RETURN NULL; END IF;
  IF request.id IS NULL OR p_grant IS NULL OR (request.status <> 'open' AND NOT (request.status = 'granted' AND p_grant)) THEN
    RAISE EXCEPTION 'this request is answered' USING ERRCODE = 'check_violation', CONSTRAINT = 'request_answered';
  END IF;
  IF p_grant THEN
    -- The trigger on assignments answers the request, and those of others for the same member.
    RETURN auth.assign_waiting(request.waitlist_id, request.trainer_id, coalesce(p_assignment_id, gen_random_uuid()));
  END IF;
  UPDATE public.client_requests SET status = 'refused' WHERE id = p_request_id AND status = 'open';
  IF NOT FOUND THEN
    RAISE EXCEPTION 'this request is answered' USING ERRCODE = 'check_violation', CONSTRAINT = 'request_answered';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION public.answer_request(uuid, boolean, uuid) IS 'The desk grants a trainer''s request, which assigns the member, or refuses it.';

CREATE FUNCTION public.take_waiting_client(p_waitlist_id uuid, p_assignment_id uuid) RETURNS uuid
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  me uuid := auth.require_trainer();
BEGIN
  IF NOT coalesce((SELECT s.trainers_may_assign FROM public.gym_settings s), false) THEN
    RAISE EXCEPTION 'the desk assigns here' USING ERRCODE = 'insufficient_privilege', CONSTRAINT = 'trainers_may_not_assign';
  END IF;
  PERFORM 1 FROM public.trainer_waitlist w WHERE w.id = p_waitlist_id AND (w.trainer_id IS NULL OR w.trainer_id = me
    OR w.offered_trainer_id = me);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'this member waits no longer' USING ERRCODE = 'check_violation', CONSTRAINT = 'waitlist_closed';
  END IF;
  RETURN auth.assign_waiting(p_waitlist_id, me, p_assignment_id);
END $$;
COMMENT ON FUNCTION public.take_waiting_client(uuid, uuid) IS 'The acting trainer takes a waiting member, where the gym allows it.';

-- Who may -------------------------------------------------------------------------------------------------

CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON public.trainer_waitlist FOR EACH ROW EXECUTE FUNCTION public.audit_row();
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON public.client_requests FOR EACH ROW EXECUTE FUNCTION public.audit_row();

ALTER TABLE public.trainer_waitlist ENABLE ROW LEVEL SECURITY;
ALTER TABLE public.client_requests ENABLE ROW LEVEL SECURITY;
CREATE POLICY "Members view own waiting" ON public.trainer_waitlist FOR SELECT TO gym_client USING (member_id = (SELECT auth.uid()));
CREATE POLICY "Admins view the waiting list" ON public.trainer_waitlist FOR SELECT TO gym_client USING ((SELECT auth.is_admin()));
CREATE POLICY "Admins add to the waiting list" ON public.trainer_waitlist FOR INSERT TO gym_client WITH CHECK ((SELECT auth.is_admin()));
CREATE POLICY "Admins change the waiting list" ON public.trainer_waitlist FOR UPDATE TO gym_client
  USING ((SELECT auth.is_admin())) WITH CHECK ((SELECT auth.is_admin()));
-- Requests are written by the functions above.
CREATE POLICY "Trainers view own requests" ON public.client_requests FOR SELECT TO gym_client
  USING (trainer_id = (SELECT auth.trainer_id()));
CREATE POLICY "Admins view requests" ON public.client_requests FOR SELECT TO gym_client USING ((SELECT auth.is_admin()));

GRANT SELECT ON public.trainer_waitlist, public.client_requests TO gym_client;
GRANT INSERT (id, member_id, trainer_id, wants), UPDATE (trainer_id, rank, wants, status, offered_trainer_id)
  ON public.trainer_waitlist TO gym_client;
GRANT UPDATE (trainers_may_assign, offer_days) ON public.gym_settings TO gym_client;
GRANT EXECUTE ON FUNCTION public.lapse_offers(), public.answer_offer(uuid, boolean), public.leave_waitlist(uuid),
  public.waiting_members(), public.request_client(uuid, uuid, text), public.answer_request(uuid, boolean, uuid),
  public.take_waiting_client(uuid, uuid) TO gym_client;
