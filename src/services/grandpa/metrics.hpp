/// substrate_finality_grandpa_*. Observed: sc-consensus-grandpa 0.45.0
#pragma once

#include "consensus/grandpa/voter_view.hpp"
#include "services/metrics_text.hpp"

namespace serinus::services {

void write_grandpa_metrics(MetricsText& out, const consensus::grandpa::VoterState& voter);

}  // namespace serinus::services
