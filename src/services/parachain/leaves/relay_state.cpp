#include "services/parachain/leaves/relay_state.hpp"

#include <algorithm>

#include "runtime_api/babe.hpp"

namespace serinus::services::paras {
namespace {

namespace api = runtime_api::parachain_host;
using executor::CallError;
using parachain::LeafFacts;
using polkadot_primitives::v5::CoreState;

/// The answer, or `otherwise` of a runtime whose version of the API has no such call.
template <class T>
OrCallError<T> or_else(OrCallError<T> answer, T otherwise) {
    if (!answer && answer.error().kind == CallError::Kind::kNoSuchMethod) return otherwise;
    return answer;
}

parachain::Constraints constraints_of(const api::Constraints& given) {
    parachain::Constraints out{.min_relay_parent_number = given.min_relay_parent_number,
                               .max_pov_size = given.max_pov_size,
                               .max_code_size = given.max_code_size,
                               .max_head_data_size = given.max_head_data_size,
                               .ump_remaining = given.ump_remaining,
                               .ump_remaining_bytes = given.ump_remaining_bytes,
                               .max_ump_num_per_candidate = given.max_ump_num_per_candidate,
                               .dmp_remaining_messages = given.dmp_remaining_messages,
                               .hrmp_inbound = {given.hrmp_valid_watermarks},
                               .hrmp_channels_out = {},
                               .max_hrmp_num_per_candidate = given.max_hrmp_num_per_candidate,
                               .required_parent = given.required_parent,
                               .validation_code_hash = given.validation_code_hash,
                               .upgrade_restriction = given.upgrade_restriction,
                               .future_validation_code = given.future_validation_code};
    out.hrmp_channels_out.reserve(given.hrmp_channels_out.size());
    for (const auto& [recipient, limits] : given.hrmp_channels_out) {
        out.hrmp_channels_out.emplace_back(recipient,
                                           polkadot_primitives::v9::async_backing::OutboundHrmpChannelLimitations{
                                               limits.bytes_remaining, limits.messages_remaining});
    }
    return out;
}

CallError unknown_block() { return {.kind = CallError::Kind::kState, .reason = "the block is not known"}; }

}  // namespace

std::vector<std::optional<CandidateHash>> RelayState::candidates() const {
    std::vector<std::optional<CandidateHash>> out;
    out.reserve(cores.size());
    for (const CoreState& core : cores) {
        const auto* occupied = std::get_if<CoreState::Occupied>(&core.v);
        out.push_back(occupied == nullptr ? std::nullopt : std::optional(occupied->_0.candidate_hash));
    }
    return out;
}

bool RelayStates::lacks_parachains(const Hash256& block) {
    const auto version = calls_.find_api(block, api::kValidators);
    return version && !version->has_value();
}

OrCallError<std::shared_ptr<const Session>> RelayStates::session_of_children(const Hash256& block) {
    TRY_ASSIGN(const SessionIndex index, calls_.ask(block, api::kSessionIndexForChild));
    return session(index, block);
}

OrCallError<std::shared_ptr<const RelayState>> RelayStates::at(const Hash256& block) {
    if (const auto known = blocks_.find(block); known != blocks_.end()) return known->second;
    const auto header = headers_.find_header(block);
    if (header == nullptr) return Err(unknown_block());
    auto state = std::make_shared<RelayState>();
    state->hash = block;
    state->parent = header->parent_hash;
    state->number = header->number.value;
    state->state_root = header->state_root;
    TRY_ASSIGN(state->session_index, calls_.ask(block, api::kSessionIndexForChild));
    TRY_ASSIGN(state->session, session(state->session_index, block));
    if (state->session == nullptr) {
        return Err(CallError{.kind = CallError::Kind::kState, .reason = "the runtime does not know its session"});
    }
    TRY_ASSIGN(auto groups, calls_.ask(block, api::kValidatorGroups));
    state->groups = std::move(groups.first);
    state->rotation = groups.second;
    TRY_ASSIGN(state->cores, calls_.ask(block, api::kAvailabilityCores));
    TRY_ASSIGN(state->claim_queue, or_else(calls_.ask(block, api::kClaimQueue), api::ClaimQueue{}));
    TRY_ASSIGN(const auto disabled,
               or_else(calls_.ask(block, api::kDisabledValidators), std::vector<ValidatorIndex>{}));
    state->disabled.insert(disabled.begin(), disabled.end());
    TRY(read_ancestors(*state));
    if (blocks_.size() >= kMaxBlocks) {
        blocks_.erase(std::ranges::min_element(blocks_, {}, [](const auto& one) { return one.second->number; }));
    }
    blocks_.emplace(block, state);
    return std::shared_ptr<const RelayState>(std::move(state));
}

OrCallError<void> RelayStates::read_ancestors(RelayState& state) {
    Hash256 next = state.parent;
    while (state.ancestors.size() + 1 < state.session->lookahead) {
        const auto header = headers_.find_header(next);
        if (header == nullptr) break;
        // The state of an old block may be gone: it is of no use as a scheduling parent then.
        const auto session = calls_.ask(next, api::kSessionIndexForChild);
        if (!session || *session != state.session_index) break;
        state.ancestors.push_back(next);
        if (header->number.value == 0) break;
        next = header->parent_hash;
    }
    return {};
}

OrCallError<std::shared_ptr<const Session>> RelayStates::session(SessionIndex index, const Hash256& block) {
    if (const auto known = sessions_.find(index); known != sessions_.end()) {
        if (known->second->is_read_inside) return known->second;
        const auto present = calls_.ask(block, api::kSessionIndexForChild);
        if (!present || *present != index) return known->second;
    }
    TRY_ASSIGN(auto info, calls_.ask(block, api::kSessionInfo, index));
    if (!info) return std::shared_ptr<const Session>();
    auto out = std::make_shared<Session>();
    out->index = index;
    out->info = *std::move(info);
    TRY_ASSIGN(const SessionIndex present, calls_.ask(block, api::kSessionIndexForChild));
    out->is_read_inside = present == index;
    // Executed with other parameters than its own a good candidate may look like a bad one.
    TRY_ASSIGN(auto params, or_else(calls_.ask(block, api::kSessionExecutorParams<pvf::ExecutorParams>, index),
                                    std::optional(pvf::ExecutorParams{})));
    if (!params) return std::shared_ptr<const Session>();
    out->executor_params = *std::move(params);
    // The configuration is that of the present session, and so is the epoch: of a past one they are what they are now.
    TRY_ASSIGN(out->features, or_else(calls_.in_session(present, block, api::kNodeFeatures), Bits{}));
    TRY_ASSIGN(out->minimum_backing_votes, or_else(calls_.in_session(present, block, api::kMinimumBackingVotes), 2u));
    TRY_ASSIGN(const auto voting,
               or_else(calls_.in_session(present, block, api::kApprovalVotingParams), api::ApprovalVotingParams{}));
    out->max_coalesced_approvals = voting.max_approval_coalesce_count;
    TRY_ASSIGN(out->code_bomb_limit,
               or_else(calls_.in_session(present, block, api::kValidationCodeBombLimit), out->code_bomb_limit));
    TRY_ASSIGN(out->lookahead, or_else(calls_.in_session(present, block, api::kSchedulingLookahead), out->lookahead));
    TRY_ASSIGN(const auto epoch, calls_.ask(block, runtime_api::babe::kCurrentEpoch));
    out->epoch_randomness = epoch.randomness;
    read_own(*out);
    if (auto code = erasure::Code::for_validators(out->validators.size())) out->code = *std::move(code);
    sessions_.insert_or_assign(index, out);
    while (sessions_.size() > kMaxSessions) sessions_.erase(sessions_.begin());
    return std::shared_ptr<const Session>(std::move(out));
}

void RelayStates::read_own(Session& session) const {
    using crypto::key_types::kAuthorityDiscovery;
    using crypto::key_types::kParachainValidator;
    const auto& validators = session.info.validators._0;
    session.validators.reserve(validators.size());
    for (const auto& validator : validators) session.validators.push_back({validator._0._0});
    session.discovery_keys.reserve(session.info.discovery_keys.size());
    for (const auto& key : session.info.discovery_keys) session.discovery_keys.push_back({key._0._0});
    const auto find_own = [&](crypto::KeyType type, const auto& all) -> std::optional<ValidatorIndex> {
        for (size_t i = 0; i < all.size(); ++i) {
            if (keys_.has(type, all[i].bytes)) return ValidatorIndex{static_cast<uint32_t>(i)};
        }
        return std::nullopt;
    };
    session.own = find_own(kParachainValidator, session.validators);
    session.own_in_grid = find_own(kAuthorityDiscovery, session.discovery_keys);
}

OrCallError<LeafFacts> RelayStates::prospective(const RelayState& state) {
    LeafFacts out{.hash = state.hash,
                  .number = state.number,
                  .session = state.session_index,
                  .ancestors = state.ancestors,
                  .claim_queue = state.claim_queue,
                  .paras = {}};
    for (const auto& [core, queue] : state.claim_queue) {
        for (const ParaId para : queue) {
            if (out.paras.contains(para)) continue;
            TRY_ASSIGN(const auto constraints, or_else(calls_.ask(state.hash, api::kBackingConstraints, para),
                                                       std::optional<api::Constraints>{}));
            if (!constraints) continue;
            TRY_ASSIGN(auto pending, calls_.ask(state.hash, api::kCandidatesPendingAvailability, para));
            out.paras.emplace(para, LeafFacts::Para{constraints_of(*constraints), std::move(pending)});
        }
    }
    return out;
}

OrCallError<std::vector<api::CandidateEvent>> RelayStates::events(const Hash256& block) {
    return calls_.ask(block, api::kCandidateEvents);
}

std::optional<parachain::RelayParent> RelayStates::find(const Hash256& block, SessionIndex session,
                                                        const Hash256& relay_parent) const {
    const auto known = blocks_.find(block);
    if (known == blocks_.end()) return std::nullopt;
    const RelayState& state = *known->second;
    if (relay_parent == block) {
        if (state.session_index != session) return std::nullopt;
        return parachain::RelayParent{block, state.number, state.state_root};
    }
    const auto info = calls_.ask(block, api::kAncestorRelayParentInfo, session, relay_parent);
    if (info) {
        if (!*info) return std::nullopt;
        return parachain::RelayParent{relay_parent, (*info)->number, (*info)->state_root};
    }
    if (info.error().kind != CallError::Kind::kNoSuchMethod || state.session_index != session) return std::nullopt;
    if (std::ranges::find(state.ancestors, relay_parent) == state.ancestors.end()) return std::nullopt;
    const auto header = headers_.find_header(relay_parent);
    if (header == nullptr) return std::nullopt;
    return parachain::RelayParent{relay_parent, header->number.value, header->state_root};
}

}  // namespace serinus::services::paras
