#include "chain/import/inherents.hpp"

#include <algorithm>

#include "base/hex.hpp"
#include "chain/import/refusal_reason.hpp"
#include "runtime_api/on_state.hpp"

namespace serinus::chain {
namespace {

using executor::CallError;

std::string name_of(const InherentIdentifier& id) {
    const bool printable = std::ranges::all_of(id, [](uint8_t c) { return c > 0x20 && c < 0x7f; });
    return printable ? std::string(as_text(id)) : to_hex_prefixed(id);
}

/// Observed: the errors of pallet Timestamp (sp-timestamp 44.0.0); runtimes of before 2021 have the same numbers with
/// more behind them, the time from which on the block would be good, and a sentence.
std::string timestamp_error(BytesView error) {
    if (error.size() == 1 && error[0] == 0) return "TooEarly: less time than must be between two blocks";
    if (error.size() == 1 && error[0] == 1) return "TooFarInFuture, by the clock of this machine";
    if (error.size() == 9 && error[0] == 0) {
        return "ValidAtTimestamp " + std::to_string(load_le<uint64_t>(error.data() + 1));
    }
    if (!error.empty() && error[0] == 1) {
        if (const auto text = scale::decode<std::string>(error.subspan(1))) return *text;
    }
    return to_hex_prefixed(error);
}

/// Whether the only error is the clock's.
bool is_only_in_future(const InherentData& errors) {
    if (errors.size() != 1 || errors.begin()->first != kTimestampInherent) return false;
    return errors.begin()->second == Bytes{1};
}

MaybeRefusal inherents_refusal(const runtime_api::block_builder::CheckInherentsResult& result) {
    if (result.okay) return {};
    // Observed: polkadot 1.25.1: an error that is not fatal is as bad, because the node knows how to mend
    // none of them.
    std::string out = "the runtime does not take its inherents";
    const char* separator = ": ";
    for (const auto& [id, error] : result.errors) {
        out += separator + name_of(id) + " ";
        out += id == kTimestampInherent ? timestamp_error(error) : to_hex_prefixed(error);
        separator = ", ";
    }
    const bool future = is_only_in_future(result.errors);
    return Refusal{future ? RefusalReason::kTimestampInFuture : RefusalReason::kBadInherents, std::move(out)};
}

}  // namespace

Result<InherentData, ChainError> collect_inherents(const InherentProviders& providers, const InherentContext& context) {
    InherentData data;
    for (const auto& provider : providers) TRY(provider->provide(context, data));
    return data;
}

Result<MaybeRefusal, ChainError> check_inherents(executor::Executor& executor, const LoadedRuntime& loaded,
                                                 state::Overlay& parent_state, const primitives::Block& block,
                                                 BytesView data) {
    const auto result = runtime_api::call_encoded({executor, *loaded.runtime, parent_state},
                                                  runtime_api::block_builder::kCheckInherents,
                                                  concat(encode_without_seal(block), data));
    if (result) return inherents_refusal(*result);
    if (result.error().kind != CallError::Kind::kTrap) return Err(from(result.error()));
    return Refusal{RefusalReason::kBadInherents, "the runtime cannot check its inherents: " + result.error().reason};
}

}  // namespace serinus::chain
