/// Costs and benefits of a peer for a message of GRANDPA.
/// Observed: sc-consensus-grandpa 0.45.0, communication/gossip: cost, benefit; sc-network-gossip. What is
/// proven costs more here, a ban at once.
#pragma once

#include "consensus/grandpa/message_verdict.hpp"
#include "network/core/report.hpp"

namespace serinus::network::gossip {

inline constexpr Report kFaultyGrandpaMessage{kMalicious, "Faulty message of GRANDPA"};

/// 0 where nothing is known of the message, or another verdict follows.
Report report_of(consensus::grandpa::MessageVerdict verdict) noexcept;

}  // namespace serinus::network::gossip
