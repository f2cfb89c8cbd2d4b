#include "services/parachain/metrics.hpp"

#include <algorithm>
#include <array>

namespace serinus::services::paras {
namespace {

double number(uint64_t value) { return static_cast<double>(value); }

template <class Figures>
void write_seconds(MetricsText& out, const Figures& figures, const MetricsText::Labels& labels = {}) {
    constexpr double kMsPerSecond = 1000;
    std::array<double, Figures::kBoundsMs.size()> bounds{};
    std::ranges::transform(Figures::kBoundsMs, bounds.begin(), [](uint64_t ms) { return number(ms) / kMsPerSecond; });
    out.histogram(figures.jobs, bounds, number(figures.total_ms) / kMsPerSecond, labels);
}

void write_times(MetricsText& out, const CandidateExecutor::Times& times) {
    out.metric("polkadot_pvf_execution_queued_time", "histogram",
               "Time spent in queue waiting for PVFs execution job to be assigned");
    for (size_t purpose = 0; purpose < times.waited.size(); ++purpose) {
        write_seconds(out, times.waited[purpose], {{"purpose", pvf::to_string(static_cast<pvf::Purpose>(purpose))}});
    }
    out.metric("polkadot_pvf_execution_time", "histogram", "Time spent in executing PVFs");
    write_seconds(out, times.executed);
    out.metric("polkadot_pvf_preparation_time", "histogram", "Time spent in preparing PVF artifacts in seconds");
    write_seconds(out, times.prepared);
}

}  // namespace

void write_parachain_metrics(MetricsText& out, const ParachainFigures& figures) {
    out.metric("polkadot_parachain_peer_count", "gauge", "The number of peers on a parachain-related peer-set");
    out.sample(number(figures.peers.peers), {{"protocol", "validation/3"}});
    out.metric("polkadot_parachain_notifications_received_total", "counter",
               "The number of notifications received on a parachain protocol");
    out.sample(number(figures.peers.received), {{"protocol", "validation/3"}});
    out.metric("polkadot_parachain_notifications_sent_total", "counter",
               "The number of notifications sent on a parachain protocol");
    out.sample(number(figures.peers.sent), {{"protocol", "validation/3"}});
    out.counter("serinus_parachain_notifications_dropped_total", "Notifications that their peer did not take in time",
                number(figures.peers.dropped));
    out.gauge("serinus_parachain_active_leaves", "Blocks that are worked at", number(figures.hub.leaves));
    out.gauge("serinus_parachain_known_authorities", "Authorities of the last sessions whose peer is known",
              number(figures.hub.known_authorities));
    out.counter("polkadot_parachain_bitfields_signed_total", "Number of bitfields signed.",
                number(figures.bitfields.signed_own));
    out.counter("serinus_parachain_bitfield_bits_total", "Bits that were set in own bitfields",
                number(figures.bitfields.own_bits));
    out.counter("polkadot_parachain_received_availability_bitfields_total",
                "Number of valid availability bitfields received from other peers.",
                number(figures.bitfields.received));
    out.metric("polkadot_parachain_fetched_chunks_total", "counter", "Total number of fetched chunks.");
    out.sample(number(figures.availability.fetched), {{"success", "succeeded"}});
    out.sample(number(figures.availability.failed), {{"success", "failed"}});
    out.metric("serinus_parachain_served_data_total", "counter", "Requests for chunks, proofs and data");
    out.sample(number(figures.served.answered), {{"success", "succeeded"}});
    out.sample(number(figures.served.refused), {{"success", "failed"}});
    out.gauge("serinus_parachain_kept_candidates", "Candidates that the store keeps and that are not final",
              number(figures.kept_candidates));
    out.metric("serinus_parachain_candidates_total", "counter", "Candidates in blocks that were imported");
    out.sample(number(figures.availability.backed), {{"event", "backed"}});
    out.sample(number(figures.availability.included), {{"event", "included"}});
    out.metric("serinus_parachain_statements_total", "counter", "Statements on candidates that this validator signed");
    out.sample(number(figures.candidates.seconded), {{"kind", "seconded"}});
    out.sample(number(figures.candidates.statements - figures.candidates.seconded), {{"kind", "valid"}});
    out.counter("serinus_parachain_backed_candidates_total", "Candidates that got enough votes",
                number(figures.candidates.backed));
    out.counter("serinus_parachain_attested_candidate_requests_total", "Requests for candidates with their statements",
                number(figures.candidates.requested));
    out.gauge("serinus_parachain_known_candidates", "Candidates known to statement distribution",
              number(figures.candidates.candidates));
    out.metric("polkadot_parachain_validation_requests_total", "counter", "Number of validation requests served.");
    out.sample(number(figures.checks.valid), {{"validity", "valid"}});
    out.sample(number(figures.checks.invalid), {{"validity", "invalid"}});
    out.sample(number(figures.checks.unknown), {{"validity", "validation failure"}});
    write_times(out, figures.times);
    out.metric("polkadot_parachain_availability_recovery_recoveries_finished", "counter",
               "Total number of recoveries that finished.");
    out.sample(number(figures.recoveries.recovered), {{"result", "success"}});
    out.sample(number(figures.recoveries.invalid), {{"result", "invalid"}});
    out.sample(number(figures.recoveries.unavailable), {{"result", "failure"}});
    out.counter("polkadot_parachain_assignments_produced_total", "Own assignments that were announced",
                number(figures.approvals.assignments));
    out.counter("polkadot_parachain_approvals_produced_total", "Own approvals that were signed",
                number(figures.approvals.approvals));
    out.counter("polkadot_parachain_approvals_no_shows_total",
                "Number of assignments which became no-shows in the approval voting subsystem",
                number(figures.approvals.no_shows));
    out.gauge("serinus_parachain_collators", "Collators that are connected", number(figures.collations.collators));
    out.counter("polkadot_parachain_collator_protocol_validator_collations_fetched_total", "Collations that came",
                number(figures.collations.fetched));
    out.counter("serinus_parachain_collation_offers_total", "Offers of collators that were taken",
                number(figures.collations.offers));
    out.counter("serinus_parachain_refused_collations_total", "Collations that were not what was offered",
                number(figures.collations.refused));
    out.gauge("serinus_parachain_unfinalized_blocks", "Blocks that approval voting follows",
              number(figures.approvals.blocks));
    out.counter("polkadot_parachain_candidate_disputes_total", "Total number of raised disputes.",
                number(figures.disputes.began));
    out.metric("polkadot_parachain_candidate_dispute_concluded", "counter",
               "Concluded dispute votes, sorted by candidate is `valid` and `invalid`.");
    out.sample(number(figures.disputes.concluded_valid), {{"validity", "valid"}});
    out.sample(number(figures.disputes.concluded_invalid), {{"validity", "invalid"}});
    out.counter("serinus_parachain_dispute_votes_total", "Own votes in disputes that were sent to other validators",
                number(figures.disputes.votes));
    out.gauge("serinus_parachain_recent_disputes", "Disputes of the last sessions", number(figures.disputes.recent));
    out.counter("polkadot_parachain_inherent_data_requests_total",
                "Number of InherentData requests served by provisioner.", number(figures.inherents.asked));
    out.counter("serinus_parachain_own_blocks_with_data_total", "Own blocks for which there was data in time",
                number(figures.inherents.given));
    out.counter("serinus_parachain_own_block_bitfields_total", "Bitfields given to own blocks",
                number(figures.inherents.bitfields));
    out.counter("serinus_parachain_own_block_candidates_total", "Backed candidates given to own blocks",
                number(figures.inherents.candidates));
    out.metric("serinus_parachain_checked_codes_total", "counter",
               "New codes of parachains that this validator checked");
    out.sample(number(figures.prechecks.accepted), {{"verdict", "accepted"}});
    out.sample(number(figures.prechecks.refused), {{"verdict", "refused"}});
    out.sample(number(figures.prechecks.untold), {{"verdict", "none"}});
    out.counter("polkadot_pvf_precheck_votes_total", "The number of votes submitted.", number(figures.prechecks.votes));
    out.metric("serinus_parachain_slashing_reports_total", "counter",
               "Reports on validators that lost disputes of past sessions");
    out.sample(number(figures.slashing.reported), {{"result", "reported"}});
    out.sample(number(figures.slashing.refused), {{"result", "refused"}});
    out.sample(number(figures.slashing.unproven), {{"result", "no proof"}});
}

}  // namespace serinus::services::paras
