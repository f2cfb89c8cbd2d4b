/// How far a node is that does not execute all blocks: plain data, for the log.
#pragma once

#include <cstddef>
#include <cstdint>

namespace serinus::services {

struct SyncProgress {
    enum class Phase : uint8_t {
        kPeers,   ///< waits for them
        kTarget,  ///< waits to be told it
        kProofs,
        kState,
        kBlock,  ///< whose state is there now
        kImport,
    } phase = Phase::kPeers;
    size_t required_peers = 0;
    uint64_t proof_bytes = 0;    ///< of this run
    uint64_t state_bytes = 0;    ///< that are stored
    uint32_t state_percent = 0;  ///< of the keys that there could be, as nobody knows how many there are

    friend bool operator==(const SyncProgress&, const SyncProgress&) = default;
};

}  // namespace serinus::services
