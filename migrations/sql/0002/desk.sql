-- What the front desk asks about people, and whose name a waiting member may read.

CREATE FUNCTION auth.sign_ins_of(p_ids uuid[])
RETURNS TABLE (person_id uuid, has_password boolean, has_pin boolean, last_seen timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT p.id, EXISTS (SELECT 1 FROM auth.credentials c WHERE c.profile_id = p.id AND c.kind = 'password'),
    EXISTS (SELECT 1 FROM auth.credentials c WHERE c.profile_id = p.id AND c.kind = 'pin'),
    (SELECT max(s.last_seen_at) FROM auth.sessions s WHERE s.profile_id = p.id)
  FROM public.profiles p WHERE p.id = ANY (p_ids) AND ((SELECT auth.is_admin()) OR p.id = (SELECT auth.uid()))
$$;
COMMENT ON FUNCTION auth.sign_ins_of(uuid[]) IS 'Which ways of signing in people have and when they last did: for admins, and for oneself. No secret is in it.';

-- Whose place is offered has to have a name: the trainer waited for, and the one whose place is offered.
CREATE OR REPLACE FUNCTION auth.own_trainer_ids() RETURNS uuid[]
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT coalesce(array_agg(DISTINCT t.id), '{}') FROM (
    SELECT a.trainer_id AS id FROM public.trainer_assignments a WHERE a.member_id = (SELECT auth.uid())
    UNION ALL
    SELECT unnest(ARRAY[w.trainer_id, w.offered_trainer_id]) FROM public.trainer_waitlist w
    WHERE w.member_id = (SELECT auth.uid()) AND w.status IN ('waiting', 'offered', 'accepted')) t
  WHERE t.id IS NOT NULL
$$;
COMMENT ON FUNCTION auth.own_trainer_ids() IS 'Trainers the signed-in person trains or has trained with, waits for, or is offered a place with.';

GRANT EXECUTE ON FUNCTION auth.sign_ins_of(uuid[]) TO gym_client;

-- Row security keeps a search from using the index: LIKE could tell by an error what is in rows one may not see, so it
-- is only asked of rows that passed. Here it is asked of all of them, and whose ids come out is decided afterwards.
CREATE FUNCTION public.people_matching(p_text text) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT p.id FROM public.profiles p
  WHERE p.search LIKE '%' || replace(replace(replace(public.search_key(p_text), '\', '\\'), '%', '\%'), '_', '\_') || '%'
    AND ((SELECT auth.is_admin()) OR p.id = (SELECT auth.uid()) OR p.id = ANY ((SELECT auth.known_person_ids())::uuid[]))
$$;
COMMENT ON FUNCTION public.people_matching(text) IS 'People whose name, number, e-mail or phone holds a text, accents and case aside: those the session may see.';
GRANT EXECUTE ON FUNCTION public.people_matching(text) TO gym_client;
