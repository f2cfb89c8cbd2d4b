/// What differs between the engines of chains when a block is authored.
#pragma once

#include "authorship/inherents.hpp"
#include "authorship/slot_timing.hpp"
#include "chain/client/client.hpp"
#include "crypto/node_keys.hpp"
#include "platform/scheduler.hpp"

namespace serinus::authorship {

/// A slot that this node may author on one parent.
struct SlotClaim {
    Slot slot = 0;
    primitives::Digest digest;  ///< what the header begins with
    std::string kind;           ///< "primary", "secondary": for the log
    /// Signs the hash of the finished header; the item is put behind the others. Empty: the chain has no seals.
    std::function<primitives::digest::Seal(const Hash256& unsealed_hash)> seal;
};

/// One thread at a time. Errors are failures of ours.
class SlotEngine {
  public:
    virtual ~SlotEngine() = default;
    virtual const char* log_target() const noexcept = 0;
    virtual uint64_t slot_duration_ms() const noexcept = 0;
    /// nullopt: the header has none (the genesis).
    virtual std::optional<Slot> slot_of(const primitives::Header& header) const = 0;
    /// nullopt: the slot is not ours. `slot` is after the parent's.
    virtual Result<std::optional<SlotClaim>, chain::ChainError> claim(const chain::BlockId& parent, Slot slot) = 0;
    /// Of the data that tells the runtime the slot; nullopt: it is not told.
    virtual std::optional<InherentIdentifier> slot_inherent() const = 0;
    /// Whether any key of ours may author after `parent`, now or in a slot to come.
    virtual bool has_keys() const = 0;
};

/// The engine of the client's chain; a chain without one gets blocks without a seal, six seconds apart.
/// The error is a sentence: the configuration cannot be read. All must outlive the engine.
Result<std::unique_ptr<SlotEngine>, std::string> make_slot_engine(chain::Client& client, crypto::NodeKeys& keys,
                                                                  platform::Scheduler& scheduler);

std::unique_ptr<SlotEngine> make_unsealed_engine();
Result<std::unique_ptr<SlotEngine>, std::string> make_aura_engine(chain::Client& client, crypto::NodeKeys& keys,
                                                                  platform::Scheduler& scheduler);

}  // namespace serinus::authorship
