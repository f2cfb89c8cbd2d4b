#include "services/grandpa/metrics.hpp"

namespace serinus::services {

void write_grandpa_metrics(MetricsText& out, const consensus::grandpa::VoterState& voter) {
    const uint64_t completed = voter.best.round == 0 ? 0 : voter.best.round - 1;
    out.gauge("substrate_finality_grandpa_round", "Highest completed GRANDPA round.", static_cast<double>(completed));
    out.gauge("serinus_finality_grandpa_set_id", "The authority set that votes", static_cast<double>(voter.set_id));
}

}  // namespace serinus::services
