/// polkadot_parachain_*, under the names of the reference where it has one.
/// Observed: polkadot-network-bridge, -availability-distribution, -node-core-provisioner, -node-core-approval-voting,
/// -node-core-pvf 36.0.0
#pragma once

#include "services/metrics_text.hpp"
#include "services/parachain/approvals/approvals.hpp"
#include "services/parachain/availability/availability.hpp"
#include "services/parachain/backing/candidates.hpp"
#include "services/parachain/bitfields/bitfields.hpp"
#include "services/parachain/collation/collations.hpp"
#include "services/parachain/disputes/slashing.hpp"
#include "services/parachain/hub.hpp"
#include "services/parachain/inherent/inherent.hpp"
#include "services/parachain/peers/notification_peers.hpp"
#include "services/parachain/requests/data_server.hpp"

namespace serinus::services::paras {

struct ParachainFigures {
    Hub::Figures hub = {};
    Bitfields::Figures bitfields = {};
    Availability::Figures availability = {};
    size_t kept_candidates = 0;  ///< that are not final
    Candidates::Figures candidates = {};
    CandidateChecker::Figures checks = {};
    CandidateExecutor::Times times = {};
    Recoveries::Figures recoveries = {};
    Approvals::Figures approvals = {};
    Collations::Figures collations = {};
    Disputes::Figures disputes = {};
    Prechecks::Figures prechecks = {};
    Slashing::Figures slashing = {};
    InherentShelf::Figures inherents = {};
    NotificationPeers::Figures peers = {};
    DataServer::Figures served = {};
};

void write_parachain_metrics(MetricsText& out, const ParachainFigures& figures);

}  // namespace serinus::services::paras
