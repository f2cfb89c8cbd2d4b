/// The log lines of the informant.
#pragma once

#include <optional>

#include "chain/client/client.hpp"

namespace serinus::node {

/// The content of the periodic status line.
struct ChainStatus {
    chain::BlockId best;
    chain::BlockId finalized;
    size_t peers = 0;
    std::optional<uint64_t> sync_target = std::nullopt;  ///< the number to which the node catches up
    double blocks_per_second = 0;                        ///< shown while it catches up
    uint64_t bytes_in_per_second = 0, bytes_out_per_second = 0;
};

/// "💤 Idle (0 peers), best: #5 (0x…), finalized #3 (0x…), ⬇ 0 ⬆ 0"
std::string status_line(const ChainStatus& status);

/// "0", "99 B/s", "1.5kiB/s", "2.0MiB/s"
std::string transfer_rate(uint64_t bytes_per_second);

/// "🏆 Imported #5 (0x1234…abcd → 0x5678…cdef)"; "🆕 …" if it is not the new best block.
std::string imported_line(const chain::ImportedBlock& block);

/// "♻️  Reorg on #5,0x… to #5,0x…, common ancestor #4,0x…"; nullopt: the best chain only grew.
std::optional<std::string> reorganized_line(const chain::ImportedBlock& block);

}  // namespace serinus::node
