#include "collator/relay_reader.hpp"

#include "consensus/babe/types.hpp"
#include "runtime_api/babe.hpp"
#include "runtime_api/block_calls.hpp"
#include "runtime_api/parachain_host/parachain_host.hpp"

namespace serinus::collator {
namespace {

namespace host = runtime_api::parachain_host;
namespace v9 = polkadot_primitives::v9;
using polkadot_primitives::v5::OccupiedCoreAssumption;
using primitives::Header;

constexpr uint32_t kDefaultLookahead = 3;  ///< of runtimes that do not say

template <class T>
Result<T, std::string> told(Result<T, executor::CallError> answer, const char* what) {
    if (!answer) return Err(std::string(what) + ": " + answer.error().reason);
    return *std::move(answer);
}

bool begins_session(const Header& header) {
    const auto digests = consensus::babe::find_digests(header);
    return digests && digests->next_epoch;
}

Result<Header, std::string> header_of(RelayChain& relay, const Hash256& hash) {
    TRY_ASSIGN(const auto found, relay.find_header(hash));
    ENSURE(found != nullptr, std::string("a header of the relay chain is not there"));
    return *found;
}

/// A block and those before it, at most `count`, down to the first one of the chain.
Result<std::vector<Header>, std::string> headers_back(RelayChain& relay, const Hash256& from, size_t count) {
    std::vector<Header> out;
    Hash256 next = from;
    while (out.size() < count) {
        out.push_back(TRY(header_of(relay, next)));
        if (out.back().number == 0) break;
        next = out.back().parent_hash;
    }
    return out;
}

}  // namespace

Result<std::optional<RelayContext>, std::string> read_relay_context(RelayChain& relay, ParaId para, const Hash256& best,
                                                                    uint32_t offset) {
    auto& calls = relay.calls();
    TRY_ASSIGN(const uint32_t session, told(calls.ask(best, host::kSessionIndexForChild), "the session"));
    const auto lookahead = calls.in_session(session, best, host::kSchedulingLookahead);
    const size_t lookback = std::max<uint32_t>(1, lookahead ? *lookahead : kDefaultLookahead) - 1;
    TRY_ASSIGN(std::vector<Header> back, headers_back(relay, best, offset + lookback + 1));
    if (back.size() <= offset || back[offset].number == 0) return std::optional<RelayContext>();
    RelayContext out;
    out.facts.headers.assign(back.begin(), back.begin() + offset + 1);
    // The relay parent may begin an epoch, but none of those above it.
    if (std::any_of(out.facts.headers.begin(), out.facts.headers.end() - 1, begins_session)) {
        return std::optional<RelayContext>();
    }
    std::ranges::reverse(out.facts.headers);
    out.facts.search.allowed = allowed_relay_parents(std::span(back).subspan(offset), lookback);

    const Hash256 at = primitives::header_hash(out.relay_parent());
    TRY_ASSIGN(auto included,
               told(calls.ask(at, host::kPersistedValidationData, para, OccupiedCoreAssumption::TimedOut),
                    "the parachain's head"));
    TRY_ASSIGN(auto pending, told(calls.ask(at, host::kPersistedValidationData, para, OccupiedCoreAssumption::Included),
                                  "the parachain's pending head"));
    if (!included || !pending) return std::optional<RelayContext>();
    out.facts.search.included_head = included->parent_head._0;
    out.facts.search.pending_head = pending->parent_head._0;
    out.included = *std::move(included);
    TRY_ASSIGN(const auto claims, told(calls.ask(at, host::kClaimQueue), "the claim queue"));
    out.facts.claims = v9::transpose(claims);
    TRY_ASSIGN(out.session_index, told(calls.ask(at, host::kSessionIndexForChild), "the relay parent's session"));
    TRY_ASSIGN(const auto validators, told(calls.ask(at, host::kValidators), "the validators"));
    out.validator_count = validators.size();
    TRY_ASSIGN(const auto babe, told(calls.ask(at, runtime_api::babe::kConfiguration), "the length of slots"));
    out.facts.slot_ms = babe.slot_duration_ms;
    return std::optional(std::move(out));
}

Result<ParachainInherentData, std::string> read_inherent(RelayChain& relay, ParaId para, const RelayContext& context,
                                                         const PersistedValidationData& data, bool has_descendants,
                                                         std::vector<RelayStorageKey> more_keys,
                                                         std::optional<Bytes> peer_id) {
    auto& calls = relay.calls();
    const Hash256 at = primitives::header_hash(context.relay_parent());
    RelayParent parent{.para = para,
                       .validation_data = data,
                       .downward_messages = TRY(told(calls.ask(at, host::kDmqContents, para), "downward messages")),
                       .horizontal_messages =
                           TRY(told(calls.ask(at, host::kInboundHrmpChannelsContents, para), "messages of channels")),
                       .more_keys = std::move(more_keys),
                       .peer_id = std::move(peer_id)};
    if (has_descendants) parent.descendants = context.facts.headers;
    const auto state = relay.state_of(at);
    ENSURE(state.has_value(), "the relay parent's state: " + state.error());
    auto made = make_parachain_inherent(**state, std::move(parent));
    ENSURE(made.has_value(), "the proof of the relay parent's state: " + made.error().reason);
    return *std::move(made);
}

}  // namespace serinus::collator
