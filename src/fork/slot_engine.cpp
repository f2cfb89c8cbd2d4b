#include "consensus/babe/author.hpp"
#include "fork/fork_client.hpp"

namespace serinus::fork {
namespace {

using authorship::InherentIdentifier;
using authorship::Slot;
using authorship::SlotClaim;
using primitives::digest::PreRuntime;

/// The beginning of the configuration of either engine.
struct SlotConfiguration {
    uint64_t slot_duration_ms = 0;
};

class KeylessEngine final : public authorship::SlotEngine {
  public:
    KeylessEngine(const primitives::EngineId& engine, uint64_t slot_duration_ms)
        : engine_(engine), slot_duration_ms_(slot_duration_ms) {}

    const char* log_target() const noexcept override { return "fork"; }
    uint64_t slot_duration_ms() const noexcept override { return slot_duration_ms_; }

    std::optional<Slot> slot_of(const primitives::Header& header) const override {
        for (const auto& item : header.digest) {
            const auto* pre = std::get_if<PreRuntime>(&item);
            if (pre == nullptr || pre->engine != engine_) continue;
            if (is_babe()) {
                const auto claim = scale::decode<consensus::babe::PreDigest>(pre->data);
                return claim ? std::optional(consensus::babe::slot_of(*claim)) : std::nullopt;
            }
            const auto slot = scale::decode<Slot>(pre->data);
            return slot ? std::optional(*slot) : std::nullopt;
        }
        return std::nullopt;
    }

    Result<std::optional<SlotClaim>, chain::ChainError> claim(const chain::BlockId&, Slot slot) override {
        SlotClaim out{.slot = slot, .digest = {}, .kind = "keyless", .seal = {}};
        if (is_babe()) {
            consensus::babe::PreDigest claim = consensus::babe::SecondaryPlain{.authority_index = 0, .slot = slot};
            out.digest.push_back(consensus::babe::pre_runtime(claim));
        } else {
            out.digest.emplace_back(PreRuntime{engine_, scale::encode(slot)});
        }
        return std::optional(std::move(out));
    }

    std::optional<InherentIdentifier> slot_inherent() const override {
        return is_babe() ? chain::kBabeInherent : chain::kAuraInherent;
    }
    bool has_keys() const override { return true; }

  private:
    bool is_babe() const noexcept { return engine_ == primitives::kBabeEngine; }

    primitives::EngineId engine_;
    uint64_t slot_duration_ms_;
};

}  // namespace

Result<std::unique_ptr<authorship::SlotEngine>, std::string> make_engine(chain::Client& client) {
    const auto& engine = client.engine();
    if (engine != primitives::kBabeEngine && engine != primitives::kAuraEngine) {
        return authorship::make_unsealed_engine();
    }
    BytesView configuration = client.engine_configuration();
    const auto read = configuration.size() < 8 ? std::optional<SlotConfiguration>() : [&] {
        auto decoded = scale::decode<SlotConfiguration>(configuration.first(8));
        return decoded ? std::optional(*decoded) : std::nullopt;
    }();
    if (!read || read->slot_duration_ms == 0) return Err(std::string("the chain's runtime says no length of slots"));
    return std::unique_ptr<authorship::SlotEngine>(std::make_unique<KeylessEngine>(engine, read->slot_duration_ms));
}

}  // namespace serinus::fork
