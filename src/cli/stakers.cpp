#include "cli/stakers.hpp"

#include "chain/import/runtime_source.hpp"
#include "chain/spec/genesis_builder.hpp"
#include "chain/spec/raw_state.hpp"
#include "codec/scale.hpp"
#include "metadata/metadata.hpp"
#include "runtime_api/newest_metadata.hpp"
#include "state/overlay.hpp"

namespace serinus::cli {
namespace {

constexpr uint32_t kDepositsOfLargestBond = 3'000'000;

Result<std::unique_ptr<const metadata::Metadata>, std::string> metadata_of(const chain::ChainSpec& spec,
                                                                           state::Backend& state,
                                                                           executor::Executor& executor) {
    state::Overlay overlay(state);
    chain::RuntimeSource runtimes(executor, spec.code_substitutes);
    const auto loaded = runtimes.load(overlay, 0);
    if (!loaded) return Err(loaded.error().reason);
    auto encoded = runtime_api::newest_metadata({executor, *loaded->runtime, overlay});
    if (!encoded) return Err(encoded.error().reason);
    return metadata::Metadata::decode(*std::move(encoded));
}

template <class T>
Result<T, std::string> constant_of(const metadata::Metadata& metadata, std::string_view pallet, std::string_view name) {
    const auto* constant = metadata.find_constant(pallet, name);
    const std::string missing = "the runtime lacks the constant " + std::string(pallet) + "." + std::string(name);
    ENSURE(constant != nullptr, missing);
    auto value = scale::decode<T>(constant->value);
    ENSURE(value, missing);
    return *std::move(value);
}

}  // namespace

Result<void, std::string> add_stakers(chain::ChainSpec& spec, const staking::PopulationSize& size) {
    executor::Executor executor;
    if (const auto* instructions = std::get_if<chain::RuntimeGenesis>(&spec.genesis)) {
        auto built = chain::build_genesis(*instructions, executor);
        if (!built) return Err(built.error().to_string());
        spec.genesis = *std::move(built);
    }
    auto* const raw = std::get_if<chain::RawGenesis>(&spec.genesis);
    ENSURE(raw != nullptr, std::string("the specification has no genesis state"));
    chain::RawStateBackend state(*raw);
    TRY_ASSIGN(const auto metadata, metadata_of(spec, state, executor));
    // Older runtimes store stakes otherwise.
    for (const char* const pallet : {"NominationPools", "DelegatedStaking"}) {
        ENSURE(metadata->find_pallet(pallet) != nullptr, std::string("the runtime lacks ") + pallet);
    }
    staking::PopulationOptions options;
    options.size = size;
    TRY_ASSIGN(options.existential_deposit, constant_of<staking::Balance>(*metadata, "Balances", "ExistentialDeposit"));
    TRY_ASSIGN(options.bags, constant_of<std::vector<uint64_t>>(*metadata, "VoterList", "BagThresholds"));
    options.largest_bond = kDepositsOfLargestBond * options.existential_deposit;
    TRY_ASSIGN(const auto made, staking::make_population(state, options));

    chain::StorageMap top;
    for (const auto& [key, value] : made.changes) {
        if (value) top.add(key, *value);
    }
    for (size_t i = 0; i < raw->top.size(); ++i) {
        const auto item = raw->top[i];
        if (!made.changes.contains(to_bytes(item.key))) top.add(item.key, item.value);
    }
    SERINUS_ASSERT(!top.sort());
    raw->top = std::move(top);
    return {};
}

}  // namespace serinus::cli
