"""What may be done with exchanges: one verb, one transaction, one entry of the history.

All verbs are keyword-only, end in `by: User, at: datetime`, and raise `refusals.CannotExchange`
(a sentence) for what cannot be done; what an account may not see looks as if it were not there.

    exchanges.open_exchange(commitment, sides, title) -> Exchange
    exchanges.set_terms(exchange, terms: selectors.terms.Terms)
    exchanges.add_site(holder, name) -> Site
    exchanges.close_exchange(exchange, reason)
    lists.draw_up_list(holder, drawn_up_by) -> ExchangeList       the other side's: a counter-list
    lists.put_from_list(list, source: PersonList) -> lines
    lists.put_lines(list, entries) -> lines
    lists.take_off(list, lines)
    facts.state_facts(line, facts: facts.Facts)
    facts.set_site(lines, site)
    facts.travel_together(lines) -> code of the group
    answering.accept_lines(lines, side)
    answering.refuse_lines(lines, side, reason)
    answering.withhold_lines(lines, reason)                       by the holder (GC III 115)
    answering.propose_again(lines, side)
    answering.substitute_line(line, instead, side)
    exports.export_list(list) -> a workbook
    agreeing.freeze_list(list) -> sha256
    agreeing.accept_list(list, side) -> Acceptance
    agreeing.accept_days(exchange, side) -> Acceptance
    agreeing.withdraw_acceptance(acceptance, reason)
    private.keep_wish(line, wishes: bool, asked_on, approver, note="") -> Wish
    private.ask_absence(line, cause, approver, note="") -> Absence
    private.approve_absence(absence)
    private.end_absence(absence)                                  also declines it
    releasing.release_absences(exchange) -> number of lines changed
    stops.let_pass(line, stop, reason, beside=True) -> StopDecision
    stops.stop_again(decision, reason)
    draws.open_draw(exchange) -> Draw
    draws.commit_share(draw, side | None, sha256) -> Share        None: the institution
    draws.reveal_share(draw, side | None, salt) -> Share
    planning.start_plan(draw) -> PlanJob                          then tasks.planning.make_plan
    planning.start_mending(plan) -> PlanJob                       after a drop-out
    planning.stop_plan(job)

Selectors, each told the viewer:

    exchanges.exchanges_visible_to(viewer), sites_of(exchange, viewer), name_of(site)
    terms.terms_of(exchange), terms_sha256(exchange), days_sha256(exchange)
    lists.exchange_lists_visible_to(viewer), latest_list(holder, viewer)
    lists.lines_on_list(list, viewer), difference(list, other, viewer)
    lists.acceptances_of(exchange, viewer) -> [Accepted(side, lists, days)]
    lists.acceptances_visible_to(viewer)
    next_step.next_step(exchange, viewer) -> a sentence
    lines.lines_visible_to(viewer)      each with `state`, by code, without a name
    lines.shown(lines, viewer) -> [ShownLine(line, state, entry, fields, name, sees_facts)]
    lines.history_of(line, viewer) -> [Happened(event, reason, by_side)]
    private.wishes_visible_to(viewer), absences_visible_to(viewer), told_in(wish | absence, viewer)
    private.waiting_absences(exchange, viewer) -> number
    private.not_asked(exchange, viewer) -> lines
    stops.stops_on(lines, viewer) -> {pk of line: [Stop(kind, criterion, flag, decided, name)]}
    stops.decision_in_words(decision, viewer) -> reason
    stops.open_stops(exchange, viewer) -> number                  of lines; for the keeper alone
    stops.stopped_lines(exchange, viewer) -> their primary keys
    draws.draws_visible_to(viewer), salt_of(draw)
    plans.plans_visible_to(viewer), standing_plan(exchange, viewer)
    plans.jobs_visible_to(viewer), refusal_in_words(job)
    plans.plan_lines(plan, viewer) -> [PlannedLine(line, batch, reason)]
    changes.changes_of(plan, viewer) -> Changes(added, moved, gone) | None
    changes.substitutes_for(line, plan, viewer) -> lines, the best first
    funnel.funnel_of(exchange, viewer) -> [Step(code, name, counts by number of the side)]
    funnel.lines_at(side, step, viewer) -> lines
"""
