#include "services/beefy/metrics.hpp"

namespace serinus::services {

void write_beefy_metrics(MetricsText& out, const consensus::beefy::Figures& voter,
                         const network::serve::BeefyServer::Figures& answers,
                         const network::sync::BeefyProofFigures& requests) {
    const std::string prefix = "substrate_beefy_";
    const auto gauge = [&](const char* name, const char* help, uint64_t value) {
        out.gauge(prefix + name, help, static_cast<double>(value));
    };
    const auto counter = [&](const char* name, const char* help, uint64_t value) {
        out.counter(prefix + name, help, static_cast<double>(value));
    };
    gauge("validator_set_id", "Current BEEFY active validator set id.", voter.validator_set_id);
    counter("votes_sent", "Number of votes sent by this node", voter.votes_sent);
    gauge("best_block", "Best block finalized by BEEFY", voter.best_block);
    gauge("best_voted", "Best block voted on by BEEFY", voter.best_voted);
    gauge("should_vote_on", "Next block, BEEFY should vote on", voter.should_vote_on);
    counter("lagging_sessions", "Number of sessions with lagging signed commitment on mandatory block",
            voter.lagging_sessions);
    counter("no_authority_found_in_store", "Number of times no Authority public key found in store",
            voter.no_authority_found_in_store);
    counter("successful_handled_votes", "Number of good votes successfully handled", voter.good_votes);
    counter("equivocation_votes", "Number of equivocation votes received", voter.equivocation_votes);
    counter("invalid_votes", "Number of invalid votes received", voter.invalid_votes);
    counter("stale_votes", "Number of valid but stale votes received", voter.stale_votes);
    gauge("buffered_justifications", "Number of currently buffered justifications", voter.buffered_justifications);
    counter("stale_justifications", "Number of valid but stale justifications received", voter.stale_justifications);
    counter("imported_justifications", "Number of valid justifications successfully imported",
            voter.imported_justifications);
    counter("buffered_justifications_dropped", "Number of justifications dropped due to full buffers",
            voter.buffered_justifications_dropped);
    counter("good_justification_imports", "Number of good justifications on block-import",
            voter.good_justification_imports);
    counter("bad_justification_imports", "Number of bad justifications on block-import",
            voter.bad_justification_imports);
    counter("successful_justification_responses", "Number of Successful Justification responses", answers.answered);
    counter("failed_justification_responses", "Number of Failed Justification responses", answers.failed);
    counter("on_demand_justification_no_peer_to_request_from",
            "Number of times there was no good peer to request justification from", requests.no_peer);
    // Without the prefix of the others, as in the reference.
    out.counter("beefy_on_demand_justification_peer_refused",
                "Number of on-demand justification peer refused valid requests", static_cast<double>(requests.refused));
    counter("on_demand_justification_peer_error", "Number of on-demand justification peer error", requests.errors);
    counter("on_demand_justification_invalid_proof", "Number of on-demand justification invalid proof",
            requests.invalid);
    counter("on_demand_justification_good_proof", "Number of on-demand justification good proof", requests.good);
}

}  // namespace serinus::services
