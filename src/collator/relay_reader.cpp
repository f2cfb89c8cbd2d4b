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
using primitives::BlockNumber;
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

/// How many blocks behind the newest relay parent candidates may be made on.
size_t lookback_at(RelayChain& relay, const Hash256& block, uint32_t session) {
    const auto lookahead = relay.calls().in_session(session, block, host::kSchedulingLookahead);
    return std::max<uint32_t>(1, lookahead ? *lookahead : kDefaultLookahead) - 1;
}

/// The ancestor of `from` that a block of the parachain says it was made on; nullopt: it is none, or older than
/// `oldest`. One that is named by its hash may be no ancestor.
std::optional<Hash256> ancestor_of(RelayChain& relay, const Hash256& from, const RelayParentOfBlock& named,
                                   BlockNumber oldest) {
    if (named.hash) {
        const auto header = header_of(relay, *named.hash);
        return header && header->number >= oldest ? named.hash : std::nullopt;
    }
    Hash256 at = from;
    while (named.number >= oldest) {
        const auto header = header_of(relay, at);
        if (!header || header->number < named.number) return std::nullopt;
        if (header->number == named.number) {
            return header->state_root == named.state_root ? std::optional(at) : std::nullopt;
        }
        at = header->parent_hash;
    }
    return std::nullopt;
}

/// Whether the relay chain takes candidates on this ancestor of the scheduling parent, not older than `oldest`.
/// Observed: cumulus-client-consensus-common 0.36.0, `has_ancestor_relay_parent_info`
bool is_taken_at(RelayChain& relay, const Hash256& scheduling_parent, const RelayParentOfBlock& named,
                 BlockNumber oldest) {
    const auto at = ancestor_of(relay, scheduling_parent, named, oldest);
    if (!at) return false;
    const auto session = relay.calls().ask(*at, host::kSessionIndexForChild);
    if (!session) return false;
    const auto info = relay.calls().ask(scheduling_parent, host::kAncestorRelayParentInfo, *session, *at);
    return info && *info;
}

using Told = Result<std::optional<RelayContext>, std::string>;

/// With the blocks above the relay parent, at most `session_age` of which begin a session. The newest first; `back` has
/// `offset` of them, the relay parent and what is behind it.
std::optional<RelayContext> begin_context(std::span<const Header> back, uint32_t offset, uint32_t session_age) {
    if (back.size() <= offset || back[offset].number == 0) return std::nullopt;
    if (std::ranges::count_if(back.first(offset), begins_session) > session_age) return std::nullopt;
    RelayContext out;
    out.facts.headers.assign(back.begin(), back.begin() + offset + 1);
    std::ranges::reverse(out.facts.headers);
    return out;
}

/// What is read of the block at which the candidate is backed, and of the relay parent, which may be the same one.
/// `context` has its headers.
Told fill_context(RelayChain& relay, ParaId para, const Hash256& backed_at, RelayContext context) {
    auto& calls = relay.calls();
    const Hash256 at = primitives::header_hash(context.relay_parent());
    const auto data_at = [&](const Hash256& block, OccupiedCoreAssumption assumption, const char* what) {
        return told(calls.ask(block, host::kPersistedValidationData, para, assumption), what);
    };
    TRY_ASSIGN(auto data, data_at(at, OccupiedCoreAssumption::TimedOut, "the parachain's head"));
    TRY_ASSIGN(auto included, backed_at == at
                                  ? Result<decltype(data), std::string>(data)
                                  : data_at(backed_at, OccupiedCoreAssumption::TimedOut, "the parachain's head"));
    TRY_ASSIGN(auto pending, data_at(backed_at, OccupiedCoreAssumption::Included, "the parachain's pending head"));
    if (!data || !included || !pending) return std::optional<RelayContext>();
    context.facts.search.included_head = included->parent_head._0;
    context.facts.search.pending_head = pending->parent_head._0;
    context.included = *std::move(data);
    TRY_ASSIGN(const auto claims, told(calls.ask(backed_at, host::kClaimQueue), "the claim queue"));
    context.facts.claims = v9::transpose(claims);
    TRY_ASSIGN(context.session_index, told(calls.ask(at, host::kSessionIndexForChild), "the relay parent's session"));
    TRY_ASSIGN(const auto validators, told(calls.ask(backed_at, host::kValidators), "the validators"));
    context.validator_count = validators.size();
    TRY_ASSIGN(const auto babe, told(calls.ask(at, runtime_api::babe::kConfiguration), "the length of slots"));
    context.facts.slot_ms = babe.slot_duration_ms;
    return std::optional(std::move(context));
}

}  // namespace

std::optional<SchedulingProof> RelayContext::scheduling_proof() const {
    if (!scheduling_session_offset) return std::nullopt;
    SchedulingProof out{.header_chain = {}, .internal_scheduling_parent = relay_parent(), .signed_info = {}};
    out.header_chain.assign(facts.headers.rbegin(), facts.headers.rend() - 1);
    return out;
}

Told read_relay_context(RelayChain& relay, ParaId para, const Hash256& best, uint32_t offset) {
    auto& calls = relay.calls();
    TRY_ASSIGN(const uint32_t session, told(calls.ask(best, host::kSessionIndexForChild), "the session"));
    const size_t lookback = lookback_at(relay, best, session);
    TRY_ASSIGN(const std::vector<Header> back, headers_back(relay, best, offset + lookback + 1));
    // The relay parent may begin an epoch, but none of those above it.
    auto context = begin_context(back, offset, 0);
    if (!context) return std::optional<RelayContext>();
    context->facts.search.allowed = allowed_relay_parents(std::span(back).subspan(offset), lookback);
    const Hash256 at = primitives::header_hash(context->relay_parent());
    return fill_context(relay, para, at, *std::move(context));
}

Told read_relay_context_v3(RelayChain& relay, ParaId para, const Hash256& scheduling_parent, uint32_t offset) {
    auto& calls = relay.calls();
    TRY_ASSIGN(const uint32_t session, told(calls.ask(scheduling_parent, host::kSessionIndexForChild), "the session"));
    const auto age = calls.in_session(session, scheduling_parent, host::kMaxRelayParentSessionAge);
    TRY_ASSIGN(const std::vector<Header> back, headers_back(relay, scheduling_parent, size_t{offset} + 1));
    auto context = begin_context(back, offset, age ? *age : 0);
    if (!context) return std::optional<RelayContext>();
    context->facts.search.allowed = {{scheduling_parent, back.front().state_root}};
    // Ours: a block on an older one was offered at a scheduling parent at which nothing is backed any more, and is not
    // pending. The reference would build on it, and wait for it as long as its relay parent is of an allowed session.
    const BlockNumber number = context->relay_parent().number;
    const auto oldest =
        number - static_cast<BlockNumber>(std::min<size_t>(number, lookback_at(relay, scheduling_parent, session)));
    context->facts.search.allows = [&relay, scheduling_parent, oldest](const RelayParentOfBlock& named) {
        return is_taken_at(relay, scheduling_parent, named, oldest);
    };
    TRY_ASSIGN(auto out, fill_context(relay, para, scheduling_parent, *std::move(context)));
    if (!out) return out;
    ENSURE(out->session_index <= session && session - out->session_index <= UINT8_MAX,
           std::string("the relay parent's session is not one before that of the scheduling parent"));
    out->scheduling_session_offset = static_cast<uint8_t>(session - out->session_index);
    return out;
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
