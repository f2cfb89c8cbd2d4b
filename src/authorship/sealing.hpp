/// When this node authors blocks, and the blocks that somebody asks for.
#pragma once

#include <chrono>

#include "chain/client.hpp"

namespace serinus::authorship {

/// --sealing
struct SealingMode {
    enum class Kind : uint8_t {
        kSlots,     ///< as the chain's engine says: by the clock
        kInstant,   ///< a block for each transaction that becomes ready
        kManual,    ///< when engine_createBlock asks
        kInterval,  ///< every `interval_ms`
    } kind = Kind::kSlots;
    uint64_t interval_ms = 0;
};

struct SealRequest {
    bool create_empty = true;
    bool finalize = false;
    std::optional<Hash256> parent = std::nullopt;  ///< nullopt: the best block
};

struct SealError {
    int code;  ///< as in sc-consensus-manual-seal
    std::string reason;
};

/// The running author. Any thread.
class Sealing {
  public:
    virtual ~Sealing() = default;
    virtual const SealingMode& mode() const noexcept = 0;
    /// Builds, seals and imports a block now; waits for it. In slots mode: an error.
    virtual Result<chain::BlockId, SealError> seal_now(const SealRequest& request) = 0;
    /// engine_finalizeBlock.
    virtual Result<bool, SealError> finalize_now(const Hash256& block,
                                                 std::optional<primitives::Justification> justification) = 0;
};

}  // namespace serinus::authorship
