/// What the relay chain says of parachains in the digests of its headers, as far as it decides which chain to follow.
/// Observed: polkadot-node-core-chain-selection 36.0.0, `extract_reversion_logs`; polkadot-node-core-approval-voting
/// 36.0.0, import.rs
#pragma once

#include <functional>

#include "primitives/header.hpp"
#include "primitives/parachain/parachain.hpp"

namespace serinus::parachain {

struct ParachainLogs {
    /// The blocks of these numbers on the way to the header are to be given up, with all above them: ascending, none
    /// above the header's own number.
    std::vector<primitives::BlockNumber> reverts;
    /// All candidates in blocks up to this number count as approved. It is below the header's own number.
    std::optional<primitives::BlockNumber> force_approved;
};

/// Items of other engines, those that do not decode and those that name later blocks say nothing.
ParachainLogs read_parachain_logs(const primitives::Header& header);

struct GivenUp {
    std::vector<Hash256> blocks;  ///< to be excluded from the best chain (chain::Client::exclude), the lowest last
    /// The header gives up what is final: the network has finalized what it should not have, and an operator has to
    /// know.
    bool names_final = false;
};

/// The blocks that a header gives up on its own branch, itself perhaps among them. `final_number`: of the last final
/// block. Cost: the blocks above that.
GivenUp blocks_given_up(const Hash256& hash, const primitives::Header& header, primitives::BlockNumber final_number,
                        const std::function<std::optional<Hash256>(const Hash256&)>& parent_of);

}  // namespace serinus::parachain
