#include "staking/simulated_chain.hpp"

#include "runtime_api/block_builder.hpp"
#include "runtime_api/core.hpp"
#include "runtime_api/on_state.hpp"
#include "staking/state_reader.hpp"

namespace serinus::staking {
namespace {

namespace block_builder = runtime_api::block_builder;
using block_builder::InherentIdentifier;

constexpr InherentIdentifier inherent_name(const char (&text)[9]) {
    InherentIdentifier out{};
    std::copy_n(text, out.size(), out.begin());
    return out;
}

/// What a secondary author says of its slot, without a VRF. It is the digest of a secondary plain slot.
struct SecondaryPlain {
    uint32_t authority = 0;
    uint64_t slot = 0;
};
constexpr uint8_t kSecondaryPlain = 2;

}  // namespace

SimulatedChain::SimulatedChain(executor::Executor& executor, const metadata::Metadata& metadata, state::Backend& state,
                               primitives::Header parent, const Hash256& parent_hash)
    : executor_(executor),
      metadata_(metadata),
      rootless_(state),
      overlay_(rootless_),
      view_(overlay_),
      parent_(std::move(parent)),
      parent_hash_(parent_hash) {}

template <class Value, class... Arguments>
Result<Value, std::string> SimulatedChain::call(const runtime_api::Call<Value(Arguments...)>& what,
                                                const std::type_identity_t<Arguments>&... arguments) {
    const auto runtime = executor_.runtime_of(overlay_);
    if (!runtime) return Err(runtime.error().reason);
    auto answer = runtime_api::call({executor_, **runtime, overlay_}, what, arguments...);
    if (!answer) return Err(std::string(what.name) + ": " + answer.error().reason);
    if constexpr (std::is_void_v<Value>) {
        return {};
    } else {
        return *std::move(answer);
    }
}

Result<void, std::string> SimulatedChain::make_block(uint64_t slot) {
    const auto* const period = metadata_.find_constant("Timestamp", "MinimumPeriod");
    const auto half_slot_ms = period == nullptr ? std::nullopt : std::optional(scale::decode<uint64_t>(period->value));
    ENSURE(half_slot_ms && *half_slot_ms,
           std::string("the chain has no pallet Timestamp, or another one than is known"));
    // Kusama demands the inherent of parachains; a block without it is good if it says that it had one.
    if (metadata_.find_pallet("ParaInherent") != nullptr) put(metadata::item_prefix("ParaInherent", "Included"), {});

    primitives::Header header;
    header.parent_hash = parent_hash_;
    header.number = {parent_.number.value + 1};
    const Bytes claim = concat(Bytes{kSecondaryPlain}, scale::encode(SecondaryPlain{0, slot}));
    header.digest.push_back({primitives::digest::PreRuntime{primitives::kBabeEngine, claim}});
    TRY(call(runtime_api::core::kInitializeAnyBlock, header));
    const block_builder::InherentData data = {
        {inherent_name("babeslot"), scale::encode(slot)},
        {inherent_name("timstap0"), scale::encode(slot * 2 * **half_slot_ms)},
    };
    TRY_ASSIGN(const auto inherents, call(block_builder::kInherentExtrinsics, data));
    for (const auto& inherent : inherents) TRY(call(block_builder::kApplyExtrinsic, inherent));
    TRY_ASSIGN(parent_, call(block_builder::kFinalizeBlock));
    parent_hash_ = primitives::header_hash(parent_);
    ++blocks_;
    return {};
}

}  // namespace serinus::staking
