// Aura for authors: the authorities take turns. Observed: sc-consensus-aura, polkadot v1.0.0; the specification has no
// Aura.
#include "authorship/slot_engine.hpp"
#include "runtime_api/aura.hpp"
#include "runtime_api/block_calls.hpp"

namespace serinus::authorship {
namespace {

using chain::BlockId;
using chain::ChainError;
using crypto::Scheme;

/// What the engine's configuration holds; consensus/genesis_engine.cpp writes it.
struct AuraConfiguration {
    uint64_t slot_duration_ms = 0;
    uint8_t key_kind = 0;  ///< 0: sr25519, 1: ed25519
};

class AuraEngine final : public SlotEngine {
  public:
    AuraEngine(chain::Client& client, crypto::NodeKeys& keys, platform::Scheduler& scheduler,
               const AuraConfiguration& configuration)
        : client_(&client),
          keys_(&keys),
          scheduler_(&scheduler),
          slot_duration_ms_(configuration.slot_duration_ms),
          scheme_(configuration.key_kind == 0 ? Scheme::kSr25519 : Scheme::kEd25519) {}

    const char* log_target() const noexcept override { return "aura"; }
    uint64_t slot_duration_ms() const noexcept override { return slot_duration_ms_; }

    std::optional<Slot> slot_of(const primitives::Header& header) const override {
        for (const auto& item : header.digest) {
            const auto* pre = std::get_if<primitives::digest::PreRuntime>(&item);
            if (pre == nullptr || pre->engine != primitives::kAuraEngine) continue;
            const auto slot = scale::decode<Slot>(pre->data);
            return slot ? std::optional(*slot) : std::nullopt;
        }
        return std::nullopt;
    }

    Result<std::optional<SlotClaim>, ChainError> claim(const BlockId& parent, Slot slot) override {
        const auto authorities = client_->calls().ask(parent.hash, runtime_api::aura::kAuthorities);
        if (!authorities) return Err(chain::from(authorities.error()));
        if (authorities->empty()) {
            return Err(ChainError{ChainError::Kind::kRuntime,
                                  std::string(runtime_api::aura::kAuthorities.name) + " returns no keys"});
        }
        const auto& author = (*authorities)[slot % authorities->size()];
        const auto pair = keys_->find(crypto::key_types::kAura, scheme_, author);
        if (!pair) return std::optional<SlotClaim>();
        SlotClaim out;
        out.slot = slot;
        out.digest.emplace_back(primitives::digest::PreRuntime{primitives::kAuraEngine, scale::encode(slot)});
        out.kind = "turn";
        out.seal = [key = *pair, scheduler = scheduler_](const Hash256& hash) {
            return primitives::digest::Seal{primitives::kAuraEngine,
                                            key.sign(hash.bytes, scheduler->random_array<32>())};
        };
        return std::optional(std::move(out));
    }

    std::optional<InherentIdentifier> slot_inherent() const override { return kAuraInherent; }
    bool has_keys() const override { return !keys_->public_keys(crypto::key_types::kAura, scheme_).empty(); }

  private:
    chain::Client* client_;
    crypto::NodeKeys* keys_;
    platform::Scheduler* scheduler_;
    uint64_t slot_duration_ms_;
    Scheme scheme_;
};

}  // namespace

Result<std::unique_ptr<SlotEngine>, std::string> make_aura_engine(chain::Client& client, crypto::NodeKeys& keys,
                                                                  platform::Scheduler& scheduler) {
    const auto configuration = scale::decode<AuraConfiguration>(client.engine_configuration());
    if (!configuration || configuration->slot_duration_ms == 0) {
        return Err(std::string("the configuration of Aura, kept with the genesis, cannot be decoded"));
    }
    return std::unique_ptr<SlotEngine>(std::make_unique<AuraEngine>(client, keys, scheduler, *configuration));
}

}  // namespace serinus::authorship
