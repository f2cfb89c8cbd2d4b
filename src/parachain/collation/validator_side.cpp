#include "parachain/collation/validator_side.hpp"

namespace serinus::parachain {
namespace {

namespace v9 = polkadot_primitives::v9;

/// Failures of this node's own knowledge are nobody's fault.
bool is_peers_fault(CollationFault fault) noexcept { return fault != CollationFault::kNoInput; }

std::variant<CollationRequestV1, CollationRequestV2, CollationRequestV3> request_of(const CollationOffer& offer) {
    if (!offer.candidate) return CollationRequestV1{offer.scheduling_parent, offer.para};
    if (offer.candidate->hash) return CollationRequestV2{offer.scheduling_parent, offer.para, *offer.candidate->hash};
    return CollationRequestV3{offer.scheduling_parent, offer.para, *offer.candidate->output_head_hash};
}

/// The declaration of a message of /1 to /3; nullptr if it is none.
const Declare* find_declare(const CollationMessage& message) {
    return std::visit(
        [](const auto& of_version) -> const Declare* {
            if constexpr (requires { of_version.inner(); }) {
                return std::get_if<Declare>(&of_version.inner());
            } else {
                return nullptr;
            }
        },
        message);
}

template <class Message>
CollationMessage seconded_message(const CollationSeconded& seconded) {
    return Message{typename Message::Inner{seconded}};
}

}  // namespace

const char* to_string(CollationFault fault) noexcept {
    switch (fault) {
        case CollationFault::kOtherCandidate:
            return "another candidate than was offered";
        case CollationFault::kOtherHead:
            return "the candidate leads to another head than was offered";
        case CollationFault::kOtherPara:
            return "a candidate of another para";
        case CollationFault::kOtherSchedulingParent:
            return "a candidate for another scheduling parent";
        case CollationFault::kOtherVersion:
            return "a receipt of another version than was offered";
        case CollationFault::kUnknownVersion:
            return "a receipt of a version that this protocol does not carry";
        case CollationFault::kOtherCore:
            return "the receipt names another core";
        case CollationFault::kOtherSession:
            return "the receipt names another session";
        case CollationFault::kOtherParentHead:
            return "the head of the parent is not that which was offered";
        case CollationFault::kOtherInput:
            return "the receipt names another input than follows from the parent";
        case CollationFault::kNoInput:
            return "no leaf allows the relay parent";
    }
    return "unknown";
}

// --- leaves ---

void ValidatorSide::activate(CollationLeaf leaf, Millis now, Effects& out) {
    if (offers_.is_active(leaf.path.front())) return;
    offers_.activate(std::move(leaf), now);
    drop(peers_.set_paras(offers_.paras()), out);
    // A parent that others have seconded may be known by now.
    std::vector<std::pair<ParaId, Hash256>> parents;
    parents.reserve(blocked_.size());
    for (const auto& [parent, waiting] : blocked_) parents.push_back(parent);
    for (const auto& parent : parents) retry_blocked(parent, out);
}

void ValidatorSide::deactivate(const Hash256& leaf, Effects& out) {
    if (!offers_.is_active(leaf)) return;
    for (const FetchId id : offers_.deactivate(leaf)) out.push_back({ValidatorSideEffect::Cancel{id}});
    for (auto blocked = blocked_.begin(); blocked != blocked_.end();) {
        std::erase_if(blocked->second, [&](const Arrived& one) {
            return !offers_.contains(v9::scheduling_parent_of(one.receipt.descriptor));
        });
        blocked = blocked->second.empty() ? blocked_.erase(blocked) : std::next(blocked);
    }
    drop(peers_.set_paras(offers_.paras()), out);
}

void ValidatorSide::on_finalized(BlockNumber number, const ScoreBumps& bumps, const std::set<ParaId>& registered,
                                 WallMilliseconds now) {
    for (const CollatorScores::Change& change : scores_.on_finalized(number, bumps, now)) peers_.on_score(change);
    scores_.retain(registered);
}

// --- peers ---

void ValidatorSide::drop(const CollatorPeers::Dropped& peers, Effects& out) {
    if (peers.empty()) return;
    for (const PeerId& peer : peers) {
        versions_.erase(peer);
        offers_.remove_peer(peer);
    }
    out.push_back({ValidatorSideEffect::Disconnect{peers}});
}

void ValidatorSide::connect(const PeerId& peer, uint8_t version, Effects& out) {
    versions_.insert_or_assign(peer, version);
    drop(peers_.connect(peer), out);
}

void ValidatorSide::disconnect(const PeerId& peer) {
    peers_.disconnect(peer);
    versions_.erase(peer);
    offers_.remove_peer(peer);
}

void ValidatorSide::declare(const PeerId& peer, ParaId para, Effects& out) { drop(peers_.declare(peer, para), out); }

std::optional<OfferVerdict> ValidatorSide::on_message(const PeerId& peer, const CollationMessage& message,
                                                      uint64_t current_slot, Millis now, Effects& out) {
    const auto version = versions_.find(peer);
    if (version == versions_.end() || version->second != message.index() + 1) return std::nullopt;
    if (const Declare* declaration = find_declare(message)) {
        declare(peer, declaration->para_id, out);
        return std::nullopt;
    }
    OfferedSegment segment{{}, std::nullopt, {}, now};
    Hash256 scheduling_parent;
    if (const auto* v1 = std::get_if<CollatorMessageV1>(&message)) {
        const auto* offer = std::get_if<AdvertiseCollationV1>(&v1->inner());
        if (offer == nullptr) return std::nullopt;
        scheduling_parent = offer->relay_parent;
    } else if (const auto* v2 = std::get_if<CollatorMessageV2>(&message)) {
        const auto* offer = std::get_if<AdvertiseCollationV2>(&v2->inner());
        if (offer == nullptr) return std::nullopt;
        scheduling_parent = offer->scheduling_parent;
        segment.entries.push_back({offer->parent_head_data_hash, offer->candidate_hash, std::nullopt});
    } else if (const auto* v3 = std::get_if<CollatorMessageV3>(&message)) {
        const auto* offer = std::get_if<AdvertiseCollationV3>(&v3->inner());
        if (offer == nullptr) return std::nullopt;
        scheduling_parent = offer->scheduling_parent;
        segment.version = offer->descriptor_version;
        segment.entries.push_back({offer->parent_head_data_hash, offer->candidate_hash, std::nullopt});
    } else {
        const auto& offer = std::get<AdvertiseSegment>(message);
        scheduling_parent = offer.scheduling_parent;
        segment.version = offer.descriptor_version;
        if (offer.candidates.empty()) return OfferVerdict::kMalformed;
        segment.entries.reserve(offer.candidates.size());
        for (const CandidateFingerprint& one : offer.candidates) {
            if (one.parent_head_data_hash == one.output_head_data_hash) return OfferVerdict::kMalformed;
            segment.entries.push_back({one.parent_head_data_hash, std::nullopt, one.output_head_data_hash});
        }
        declare(peer, offer.para_id, out);
    }
    return on_offer(peer, scheduling_parent, std::move(segment), current_slot);
}

OfferVerdict ValidatorSide::on_offer(const PeerId& peer, const Hash256& scheduling_parent, OfferedSegment segment,
                                     uint64_t current_slot) {
    if (!peers_.contains(peer)) return OfferVerdict::kNotConnected;
    const auto para = peers_.para_of(peer);
    if (!para) return OfferVerdict::kNotDeclared;
    segment.para = *para;
    return offers_.add(peer, scheduling_parent, std::move(segment), current_slot, [&](const OfferedCandidate& one) {
        return backing_.may_second(*para, {*one.hash, scheduling_parent, one.parent_head_hash, std::nullopt});
    });
}

// --- fetching ---

void ValidatorSide::plan(Millis now, Effects& out) {
    const CollationOffers::Knowledge knowledge{[&](const PeerId& peer, ParaId para) -> std::optional<Score> {
                                                   if (!peers_.contains(peer)) return std::nullopt;
                                                   return scores_.find(para, peer);
                                               },
                                               [&](ParaId para) { return scores_.highest(para); },
                                               [&](const Hash256& leaf, ParaId para) {
                                                   const FragmentChain* chain = prospective_.find_chain(leaf, para);
                                                   return chain == nullptr ? std::set<Hash256>{}
                                                                           : chain->known_output_heads();
                                               }};
    CollationOffers::Plan plan = offers_.plan(now, knowledge);
    for (const auto& [id, offer] : plan.fetches) {
        out.push_back({ValidatorSideEffect::Request{id, offer.peer, request_of(offer)}});
    }
    wake_at_ = plan.wake_at;
    if (wake_at_) wake_at_ = std::max(*wake_at_, now + kMinPlanDelay);
}

std::optional<CollationFault> ValidatorSide::check(const CollationOffer& offer, const CandidateReceipt& receipt) const {
    const auto& descriptor = receipt.descriptor;
    if (offer.candidate && offer.candidate->hash && *offer.candidate->hash != receipt.hash()) {
        return CollationFault::kOtherCandidate;
    }
    if (offer.candidate && offer.candidate->output_head_hash &&
        *offer.candidate->output_head_hash != descriptor.para_head) {
        return CollationFault::kOtherHead;
    }
    if (descriptor.para_id != offer.para) return CollationFault::kOtherPara;
    if (v9::scheduling_parent_of(descriptor) != offer.scheduling_parent) return CollationFault::kOtherSchedulingParent;
    const DescriptorVersion version = v9::version_of(descriptor);
    if (offer.version && *offer.version != version) return CollationFault::kOtherVersion;
    if (version.is_v1()) return std::nullopt;
    const auto agreed = versions_.find(offer.peer);
    const bool carries_v3 = agreed != versions_.end() && agreed->second >= 3;
    if (version.is_unknown() || (version.is_v3() && !carries_v3)) return CollationFault::kUnknownVersion;
    if (v9::core_of(descriptor) != offers_.core_at(offer.scheduling_parent)) return CollationFault::kOtherCore;
    if (v9::scheduling_session_of(descriptor) != offers_.session_at(offer.scheduling_parent)) {
        return CollationFault::kOtherSession;
    }
    return std::nullopt;
}

std::optional<CollationFault> ValidatorSide::on_collation(
    FetchId id, std::variant<Collation, CollationWithParentHead, NoCollation> response, Effects& out) {
    const auto offer = offers_.take(id);
    if (!offer || !versions_.contains(offer->peer)) return std::nullopt;
    if (const auto* none = std::get_if<NoCollation>(&response)) {
        if (*none != NoCollation::kFailure) slash(offer->para, offer->peer, kFailedFetchSlash);
        return std::nullopt;
    }
    Arrived arrived{offer->peer, {}, {}, std::nullopt, std::nullopt};
    if (auto* plain = std::get_if<Collation>(&response)) {
        arrived.receipt = plain->receipt;
        arrived.pov = std::move(plain->pov);
    } else {
        auto& with = std::get<CollationWithParentHead>(response);
        arrived.receipt = with.receipt;
        arrived.pov = std::move(with.pov);
        arrived.parent_head = std::move(with.parent_head_data);
    }
    if (offer->candidate) arrived.parent_head_hash = offer->candidate->parent_head_hash;
    if (const auto fault = check(*offer, arrived.receipt)) {
        // What the descriptor says is not to be relied on: nothing is booked under it.
        slash(offer->para, offer->peer, kFailedFetchSlash);
        return fault;
    }
    const auto& descriptor = arrived.receipt.descriptor;
    offers_.note_fetched(offer->scheduling_parent, arrived.receipt.hash(),
                         {offer->peer, offer->para, descriptor.para_head});
    return second(std::move(arrived), out);
}

// --- seconding ---

Result<std::optional<PersistedValidationData>, CollationFault> ValidatorSide::find_input(const Arrived& arrived) const {
    const auto& descriptor = arrived.receipt.descriptor;
    const Hash256 scheduling_parent = v9::scheduling_parent_of(descriptor);
    std::optional<HeadData> parent_head = arrived.parent_head;
    Hash256 parent_head_hash;
    if (arrived.parent_head_hash) {
        parent_head_hash = *arrived.parent_head_hash;
        if (parent_head && hashing::blake2b_256(parent_head->_0) != parent_head_hash) {
            return Err(CollationFault::kOtherParentHead);
        }
    } else {
        // Over `collation/1` the candidate builds on the para's head.
        const FragmentChain* chain = prospective_.find_chain(scheduling_parent, descriptor.para_id);
        if (chain == nullptr) return Err(CollationFault::kNoInput);
        parent_head = chain->scope().constraints.required_parent;
        parent_head_hash = hashing::blake2b_256(parent_head->_0);
    }
    const bool is_given = parent_head.has_value();
    const auto session = v9::session_of(descriptor).value_or(*offers_.session_at(scheduling_parent));
    auto data = prospective_.find_validation_data(descriptor.para_id, descriptor.relay_parent, session,
                                                  parent_head_hash, std::move(parent_head), relay_parents_);
    if (!data && !is_given) return std::optional<PersistedValidationData>{};
    if (!data) return Err(CollationFault::kNoInput);
    if (data->hash() != descriptor.persisted_validation_data_hash) return Err(CollationFault::kOtherInput);
    return data;
}

std::optional<CollationFault> ValidatorSide::second(Arrived arrived, Effects& out) {
    auto input = find_input(arrived);
    if (!input) {
        refuse(arrived, is_peers_fault(input.error()));
        return input.error();
    }
    if (input.value()) {
        out.push_back(
            {ValidatorSideEffect::Second{arrived.receipt, *std::move(input.value()), std::move(arrived.pov)}});
        return std::nullopt;
    }
    // It holds its position of the claim queue while it waits, so that there are no more of them than claims.
    const std::pair parent(arrived.receipt.descriptor.para_id, *arrived.parent_head_hash);
    blocked_[parent].push_back(std::move(arrived));
    return std::nullopt;
}

void ValidatorSide::refuse(const Arrived& arrived, bool is_peers_fault) {
    const auto& descriptor = arrived.receipt.descriptor;
    if (is_peers_fault) slash(descriptor.para_id, arrived.peer, kFailedFetchSlash);
    release(v9::scheduling_parent_of(descriptor), arrived.receipt.hash(), descriptor.para_id, descriptor.para_head);
}

/// A candidate is given up; those that waited for its head go with it.
void ValidatorSide::release(const Hash256& scheduling_parent, const CandidateHash& hash, ParaId para,
                            const Hash256& output_head) {
    std::vector<std::pair<ParaId, Hash256>> heads{{para, output_head}};
    offers_.release(scheduling_parent, hash);
    while (!heads.empty()) {
        auto waiting = blocked_.extract(heads.back());
        heads.pop_back();
        if (!waiting) continue;
        for (const Arrived& one : waiting.mapped()) {
            const auto& descriptor = one.receipt.descriptor;
            offers_.release(v9::scheduling_parent_of(descriptor), one.receipt.hash());
            heads.emplace_back(descriptor.para_id, descriptor.para_head);
        }
    }
}

void ValidatorSide::slash(ParaId para, const PeerId& peer, Score by) { peers_.on_score(scores_.slash(para, peer, by)); }

void ValidatorSide::retry_blocked(const std::pair<ParaId, Hash256>& parent, Effects& out) {
    auto waiting = blocked_.extract(parent);
    if (!waiting) return;
    for (Arrived& one : waiting.mapped()) {
        if (!offers_.contains(v9::scheduling_parent_of(one.receipt.descriptor))) continue;
        second(std::move(one), out);
    }
}

void ValidatorSide::on_seconded(const BackingEffect::CollationSeconded& seconded, Effects& out) {
    const auto* fetched = offers_.find_fetched(seconded.scheduling_parent, seconded.hash);
    if (fetched != nullptr) {
        const CollationSeconded message{seconded.scheduling_parent,
                                        {{FullStatement::Seconded{seconded.receipt}},
                                         seconded.statement.validator_index,
                                         seconded.statement.signature}};
        const auto version = versions_.find(fetched->peer);
        if (version != versions_.end() && version->second == 1) {
            out.push_back({ValidatorSideEffect::Send{fetched->peer, seconded_message<CollatorMessageV1>(message)}});
        } else if (version != versions_.end() && version->second == 2) {
            out.push_back({ValidatorSideEffect::Send{fetched->peer, seconded_message<CollatorMessageV2>(message)}});
        } else if (version != versions_.end() && version->second == 3) {
            out.push_back({ValidatorSideEffect::Send{fetched->peer, seconded_message<CollatorMessageV3>(message)}});
        }
    }
    const auto& descriptor = seconded.receipt.descriptor;
    retry_blocked({descriptor.para_id, descriptor.para_head}, out);
}

void ValidatorSide::on_invalid(const Hash256& scheduling_parent, const CandidateReceipt& receipt) {
    const CandidateHash hash = receipt.hash();
    if (const auto* fetched = offers_.find_fetched(scheduling_parent, hash)) {
        const PeerId peer = fetched->peer;
        slash(receipt.descriptor.para_id, peer, kInvalidCollationSlash);
    }
    release(scheduling_parent, hash, receipt.descriptor.para_id, receipt.descriptor.para_head);
}

size_t ValidatorSide::blocked_count() const noexcept {
    size_t count = 0;
    for (const auto& [parent, waiting] : blocked_) count += waiting.size();
    return count;
}

}  // namespace serinus::parachain
