/// The log lines of the informant.
#pragma once

#include <optional>

#include "chain/client/client.hpp"
#include "services/sync_progress.hpp"

namespace serinus::node {

using services::SyncProgress;

/// The content of the periodic status line.
struct ChainStatus {
    chain::BlockId best;
    chain::BlockId finalized;
    size_t peers = 0;
    std::optional<uint64_t> sync_target = std::nullopt;  ///< the number to which the node catches up
    bool is_target_queued = false;                       ///< nothing is to be downloaded, only imported
    std::optional<SyncProgress> warp = std::nullopt;
    std::optional<primitives::BlockNumber> history = std::nullopt;  ///< an old block that is being fetched
    double blocks_per_second = 0;                                   ///< shown while it catches up
    uint64_t bytes_in_per_second = 0, bytes_out_per_second = 0;
};

/// "💤 Idle (0 peers), best: #5 (0x…), finalized #3 (0x…), ⬇ 0 ⬆ 0"; in the place of "💤 Idle" the node's steps to
/// catch up, as "⚙️  Syncing  5.4 bps, target=#9", "⚙️  Preparing …", "⏩ Warping, Downloading finality proofs, 8.00
/// Mib", "⚙️  State sync, Downloading state, 45%, 90.00 Mib", "⏩ Block history, #7". Observed: polkadot-stable2407,
/// sc-informant, display.rs
std::string status_line(const ChainStatus& status);

/// "0", "99 B/s", "1.5kiB/s", "2.0MiB/s"
std::string transfer_rate(uint64_t bytes_per_second);

/// "🏆 Imported #5 (0x1234…abcd → 0x5678…cdef)"; "🆕 …" if it is not the new best block.
std::string imported_line(const chain::ImportedBlock& block);

/// "♻️  Reorg on #5,0x… to #5,0x…, common ancestor #4,0x…"; nullopt: the best chain only grew.
std::optional<std::string> reorganized_line(const chain::ImportedBlock& block);

}  // namespace serinus::node
