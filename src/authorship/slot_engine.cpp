#include "authorship/slot_engine.hpp"

#include "authorship/babe_engine.hpp"

namespace serinus::authorship {
namespace {

/// For chains that say nothing of slots, when blocks are asked for. Observed: Kusama 1.0.0 has six seconds
/// or more between two timestamps.
class UnsealedEngine final : public SlotEngine {
  public:
    const char* log_target() const noexcept override { return "manual-seal"; }
    uint64_t slot_duration_ms() const noexcept override { return 6000; }
    std::optional<Slot> slot_of(const primitives::Header&) const override { return std::nullopt; }
    Result<std::optional<SlotClaim>, chain::ChainError> claim(const chain::BlockId&, Slot slot) override {
        return std::optional(SlotClaim{.slot = slot, .digest = {}, .kind = "unsealed", .seal = {}});
    }
    std::optional<InherentIdentifier> slot_inherent() const override { return std::nullopt; }
    bool has_keys() const override { return true; }
};

}  // namespace

std::unique_ptr<SlotEngine> make_unsealed_engine() { return std::make_unique<UnsealedEngine>(); }

Result<std::unique_ptr<SlotEngine>, std::string> make_slot_engine(chain::Client& client, crypto::NodeKeys& keys,
                                                                  platform::Scheduler& scheduler) {
    if (client.engine() == primitives::kBabeEngine) {
        auto genesis = scale::decode<consensus::babe::Configuration>(client.engine_configuration());
        if (!genesis) return Err(std::string("what BabeApi_configuration gave at the genesis cannot be decoded"));
        if (genesis->slot_duration_ms == 0 || genesis->epoch_length == 0) {
            return Err(std::string("BabeApi_configuration says that slots or epochs have no length"));
        }
        return make_babe_engine(client, keys, scheduler, *std::move(genesis));
    }
    if (client.engine() == primitives::kAuraEngine) return make_aura_engine(client, keys, scheduler);
    return make_unsealed_engine();
}

}  // namespace serinus::authorship
