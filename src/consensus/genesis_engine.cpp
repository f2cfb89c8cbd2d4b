#include "consensus/genesis_engine.hpp"

#include <algorithm>

#include "chain/import/refusal_reason.hpp"
#include "codec/scale.hpp"
#include "consensus/aura/verifier.hpp"
#include "consensus/babe/verifier.hpp"
#include "consensus/changing_engine.hpp"
#include "consensus/fork_choice.hpp"
#include "runtime_api/aura.hpp"
#include "runtime_api/on_state.hpp"

namespace serinus::consensus {
namespace {

using aura::KeyKind;
using chain::ChainError;

/// What is kept with the genesis block: the engine and what it needs to know of the genesis.
struct EngineRecord {
    primitives::EngineId engine;
    Bytes configuration;
};

struct AuraGenesis {
    uint64_t slot_duration_ms = 0;
    KeyKind keys = KeyKind::kSr25519;
};

chain::EngineFactory::Engine make_engine(const primitives::EngineId& id, Bytes configuration) {
    Bytes record = scale::encode(EngineRecord{id, configuration});
    return {id, std::move(configuration), std::move(record)};
}

ChainError damaged() { return {ChainError::Kind::kStore, "the database is damaged: what it keeps with the genesis"}; }

/// A seal of an engine that is none of ours is not let through.
class NoEngine final : public chain::HeaderVerifier {
  public:
    Result<chain::HeaderVerdict, ChainError> check(const chain::HeaderToCheck& what, chain::Ancestry&) override {
        const auto& digest = what.header.digest;
        const auto* seal = digest.empty() ? nullptr : std::get_if<primitives::digest::Seal>(&digest.back());
        if (seal == nullptr) return chain::HeaderVerdict{};
        std::string name;
        for (const uint8_t c : seal->engine) name += c >= 0x20 && c < 0x7f ? static_cast<char>(c) : '?';
        return chain::HeaderVerdict{
            .refusal = chain::Refusal{chain::RefusalReason::kUnknownEngine,
                                      "it has a seal of the engine \"" + name +
                                          "\", which this program cannot check; --no-seal-check takes it unseen"}};
    }
};

}  // namespace

Result<chain::EngineFactory::Engine, ChainError> GenesisEngines::of_genesis(chain::RuntimeSource& runtimes,
                                                                            state::Backend& genesis) {
    state::Overlay overlay(genesis);
    TRY_ASSIGN(const auto loaded, runtimes.load(overlay, 0));
    const runtime_api::OnState genesis_state{runtimes.executor(), *loaded.runtime, overlay};
    if (loaded.find_api(runtime_api::babe::kConfiguration.api())) {
        const auto configuration = runtime_api::call(genesis_state, runtime_api::babe::kConfiguration);
        if (!configuration) return Err(chain::from(configuration.error()));
        return make_engine(primitives::kBabeEngine, scale::encode(*configuration));
    }
    if (loaded.find_api(runtime_api::aura::kSlotDuration.api())) {
        const auto slot_duration_ms = runtime_api::call(genesis_state, runtime_api::aura::kSlotDuration);
        if (!slot_duration_ms) return Err(chain::from(slot_duration_ms.error()));
        // Observed: polkadot v1.0.0: Polkadot's Asset Hub, under both of its names, is the chain with ed25519 keys.
        const std::string& name = loaded.version.spec_name;
        const bool ed25519 = name == "statemint" || name == "asset-hub-polkadot";
        const AuraGenesis aura{*slot_duration_ms, ed25519 ? KeyKind::kEd25519 : KeyKind::kSr25519};
        return make_engine(primitives::kAuraEngine, scale::encode(aura));
    }
    return make_engine({}, {});
}

Result<chain::EngineFactory::Engine, ChainError> GenesisEngines::of_record(BytesView record) {
    auto kept = scale::decode<EngineRecord>(record);
    if (!kept) return Err(damaged());
    return Engine{kept->engine, std::move(kept->configuration), to_bytes(record)};
}

Result<std::unique_ptr<chain::HeaderVerifier>, ChainError> GenesisEngines::make_verifier(
    const Engine& engine, std::function<uint64_t()> now_ms) {
    using Verifier = std::unique_ptr<chain::HeaderVerifier>;
    if (engine.id == primitives::kBabeEngine) {
        auto configuration = scale::decode<babe::Configuration>(engine.configuration);
        if (!configuration) return Err(damaged());
        auto first = std::make_unique<babe::Verifier>(*std::move(configuration), now_ms);
        // Observed: polkadot v1.0.0: Polkadot's Asset Hub, the only chain with ed25519 keys, has Aura from its genesis
        // on.
        auto aura = std::make_unique<aura::Verifier>(KeyKind::kSr25519, std::nullopt, std::move(now_ms));
        return Verifier(new ChangingEngine(engine.id, std::move(first), std::move(aura)));
    }
    if (engine.id == primitives::kAuraEngine) {
        const auto aura = scale::decode<AuraGenesis>(engine.configuration);
        if (!aura) return Err(damaged());
        // Chains change the duration: that in the parent's state counts.
        return Verifier(new aura::Verifier(aura->keys, std::nullopt, std::move(now_ms)));
    }
    auto aura = std::make_unique<aura::Verifier>(KeyKind::kSr25519, std::nullopt, std::move(now_ms));
    return Verifier(new ChangingEngine(engine.id, std::make_unique<NoEngine>(), std::move(aura)));
}

std::unique_ptr<chain::ForkChoice> GenesisEngines::make_fork_choice() { return std::make_unique<HeaviestBranch>(); }

}  // namespace serinus::consensus
