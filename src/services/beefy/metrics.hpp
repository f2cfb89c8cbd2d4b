/// substrate_beefy_*. Observed: metrics.rs of sc-consensus-beefy, polkadot-sdk v1.1.0
#pragma once

#include "consensus/beefy/voter_view.hpp"
#include "protocols/beefy/beefy_proofs.hpp"
#include "protocols/beefy/beefy_server.hpp"
#include "services/metrics_text.hpp"

namespace serinus::services {

void write_beefy_metrics(MetricsText& out, const consensus::beefy::Figures& voter,
                         const network::serve::BeefyServer::Figures& answers,
                         const network::sync::BeefyProofFigures& requests);

}  // namespace serinus::services
