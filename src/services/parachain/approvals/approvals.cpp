#include "services/parachain/approvals/approvals.hpp"

#include "base/hex.hpp"
#include "consensus/babe/types.hpp"
#include "parachain/disputes/digests.hpp"
#include "platform/log.hpp"
#include "runtime_api/babe.hpp"

namespace serinus::services::paras {

using parachain::ApprovalBlock;
using parachain::ApprovalEffect;
using parachain::ApprovalGossip;
using parachain::ApprovalGossipEffect;
using parachain::ApprovalSession;
using parachain::ApprovalVoting;
using parachain::BlockNumber;
using parachain::ValidationMessage;
using runtime_api::parachain_host::CandidateEvent;
namespace babe = consensus::babe;

namespace {

constexpr const char* kApprovalLog = "parachain::approval-voting";

struct ClaimVrf {
    uint64_t slot = 0;
    uint32_t authority = 0;
    crypto::vrf::PreOutput pre_output;
};

/// Nothing of a block whose author made no VRF.
std::optional<ClaimVrf> claim_vrf_of(const primitives::Header& header) {
    const auto digests = babe::find_digests(header);
    if (!digests || !digests->claim) return std::nullopt;
    const babe::PreDigest& claim = *digests->claim;
    if (const auto* primary = std::get_if<babe::Primary>(&claim)) {
        return ClaimVrf{primary->slot, primary->authority_index, primary->vrf.pre_output};
    }
    if (const auto* secondary = std::get_if<babe::SecondaryVrf>(&claim)) {
        return ClaimVrf{secondary->slot, secondary->authority_index, secondary->vrf.pre_output};
    }
    return std::nullopt;
}

}  // namespace

Approvals::Approvals(const Environment& environment, uint64_t slot_duration_ms)
    : environment_(environment), voting_(slot_duration_ms), gossip_(voting_) {}

void Approvals::restore(const parachain::StoredApprovals& stored) {
    VotingEffects of_voting;
    GossipEffects of_gossip;
    const auto facts_of = [&](SessionIndex index) -> std::shared_ptr<const ApprovalSession> {
        for (const auto& [hash, block] : stored.blocks) {
            if (block.session != index) continue;
            // The block itself may be the last of its session, and its children of the next one.
            const auto session = environment_.states.session(index, block.parent_hash);
            if (!session || *session == nullptr) continue;
            return facts_of_session(**session);
        }
        return nullptr;
    };
    voting_.restore(stored, facts_of, now(), of_voting);
    forget_final(stored);
    for (const ApprovalBlock& block : voting_.blocks()) {
        // One whose receipts are not to be had, or of whose ancestors one is missing, is read again at the next leaf.
        const bool has_receipts = note_included(block.hash, block.number).has_value();
        const bool is_connected = block.parent_hash == finalized_.hash || known_.contains(block.parent_hash);
        if (has_receipts && is_connected) known_.emplace(block.hash, block.number);
        tell_session(block.session, block.parent_hash);
        gossip_.on_block(block, now(), draw(), of_gossip, of_voting);
    }
    settle(of_voting, of_gossip);
}

/// The voting forgets what it has had. A block that it could not take, as its session is not known any more, is of no
/// use once it is final.
void Approvals::forget_final(const parachain::StoredApprovals& stored) {
    std::vector<parachain::ApprovalRecord> gone;
    std::set<CandidateHash> kept;
    const auto is_kept = [&](const auto& one) {
        return one.second.number > finalized_.number || voting_.describe(one.first, one.second.number - 1).size() == 1;
    };
    for (const auto& one : stored.blocks) {
        for (const auto& [candidate, core, group] : one.second.candidates) {
            if (is_kept(one)) kept.insert(candidate);
        }
    }
    for (const auto& one : stored.blocks) {
        if (is_kept(one)) continue;
        parachain::ApprovalRecord::RemoveBlock removal{one.first, {}};
        for (const auto& [candidate, core, group] : one.second.candidates) {
            removal.candidates.push_back(candidate);
            if (kept.contains(candidate)) continue;
            gone.push_back({parachain::ApprovalRecord::RemoveApprovals{candidate}});
        }
        gone.push_back({std::move(removal)});
    }
    const auto written = environment_.records.write(gone);
    if (!written) log::warn(kApprovalLog, "Old approvals cannot be removed: " + written.error());
}

parachain::Draw Approvals::draw() {
    return [&scheduler = environment_.scheduler](size_t part, size_t whole) {
        return load_le<uint64_t>(scheduler.random_array<8>().data()) % whole < part;
    };
}

// --- blocks ---

void Approvals::on_leaf(const RelayState& leaf) {
    leaves_.emplace(leaf.hash, leaf.number);
    import_blocks_up_to(leaf.hash);
    // Peers may speak of what is in this node's view.
    if (!known_.contains(leaf.hash)) gossip_.expect(leaf.hash, leaf.number);
    publish_limits();
}

void Approvals::on_unreadable_leaf(const ActiveLeaves::Leaf& leaf) {
    // Without parachains nothing needs approval. Of a leaf that cannot be read for another reason nothing is approved.
    const bool lacks = environment_.states.lacks_parachains(leaf.hash);
    (lacks ? without_parachains_ : leaves_).emplace(leaf.hash, leaf.number);
    if (!lacks) import_blocks_up_to(leaf.hash);  // what is asked for here may be known all the same
    publish_limits();
}

void Approvals::on_leaf_gone(const Hash256& leaf) {
    leaves_.erase(leaf);
    without_parachains_.erase(leaf);
}

void Approvals::on_finalized(const ActiveLeaves::Leaf& block) {
    finalized_ = block;
    voting_.on_finalized(block.number, block.hash);
    GossipEffects of_gossip;
    gossip_.on_finalized(block.number, of_gossip);
    VotingEffects of_voting;
    settle(of_voting, of_gossip);
    (void)store_records();
    std::erase_if(known_, [&](const auto& one) { return one.second <= block.number; });
    // A check that runs may still need its receipt.
    std::erase_if(included_,
                  [&](const auto& one) { return one.second.number <= block.number && !running_.contains(one.first); });
    publish_limits();
}

void Approvals::import_blocks_up_to(const Hash256& leaf) {
    // Whatever is below a known block is known.
    std::vector<std::pair<Hash256, BlockNumber>> blocks;
    for (Hash256 next = leaf; !known_.contains(next);) {
        const auto header = environment_.headers.find_header(next);
        if (header == nullptr) return;
        if (header->number.value <= finalized_.number) break;
        blocks.emplace_back(next, header->number.value);
        next = header->parent_hash;
    }
    const size_t count = std::min(blocks.size(), kMaxCatchUp);
    for (auto block = blocks.rbegin(); block != blocks.rbegin() + static_cast<ptrdiff_t>(count); ++block) {
        // Those above wait for it: it is tried again at the next leaf.
        if (!import(block->first)) return;
        known_.emplace(block->first, block->second);
    }
    if (count == blocks.size()) return;
    (void)environment_.lane.post_always([this, leaf] {
        if (!leaves_.contains(leaf)) return;
        import_blocks_up_to(leaf);
        publish_limits();
    });
}

bool Approvals::import(const Hash256& hash) {
    auto block = read(hash);
    if (!block) {
        log::warn(kApprovalLog, "Nothing is approved in block " + to_hex_prefixed(hash.bytes) +
                                    ", nor voted for above it: " + block.error().reason);
        return false;
    }
    tell_session(block->session, block->parent_hash);
    const auto session = environment_.states.session(block->session, block->parent_hash);
    const bool has_story = block->story != parachain::RelayVrfStory{};
    const auto own = has_story && session && *session ? own_key(**session) : std::nullopt;
    VotingEffects of_voting;
    GossipEffects of_gossip;
    voting_.import_block(*block, own, [&] { return environment_.scheduler.random_array<32>(); }, now(), of_voting);
    if (const auto header = environment_.headers.find_header(hash)) {
        const auto forced = parachain::read_parachain_logs(*header).force_approved;
        if (forced) voting_.force_approve(hash, *forced, of_voting);
    }
    gossip_.on_block(*block, now(), draw(), of_gossip, of_voting);
    settle(of_voting, of_gossip);
    return true;
}

/// Which way messages go follows from the session: without it they go nowhere.
void Approvals::tell_session(SessionIndex index, const Hash256& parent) {
    if (!environment_.on_session) return;
    const auto session = environment_.states.session(index, parent);
    if (session && *session != nullptr) environment_.on_session(*session);
}

OrCallError<ApprovalBlock> Approvals::read(const Hash256& hash) {
    const auto failed = [](const char* reason) {
        return Err(executor::CallError{.kind = executor::CallError::Kind::kState, .reason = reason});
    };
    const auto header = environment_.headers.find_header(hash);
    if (header == nullptr) return failed("the block is not known");
    ApprovalBlock out{.hash = hash,
                      .parent_hash = header->parent_hash,
                      .number = header->number.value,
                      .facts = std::make_shared<const ApprovalSession>(),
                      .candidates = {}};
    // The block's own session is that of its parent's children; its epoch is read after it, for it may begin there.
    const auto index = environment_.calls.ask(header->parent_hash, runtime_api::parachain_host::kSessionIndexForChild);
    if (!index && index.error().kind == executor::CallError::Kind::kNoSuchMethod) return out;  // no parachains yet
    if (!index) return Err(index.error());
    TRY_ASSIGN(const auto session, environment_.states.session(*index, header->parent_hash));
    if (session == nullptr) return failed("the runtime does not know its session");
    out.session = *index;
    out.facts = facts_of_session(*session);
    TRY_ASSIGN(out.candidates, note_included(hash, header->number.value));
    const auto claim = claim_vrf_of(*header);
    // Without a VRF nobody is assigned: the block is approved if it has included nothing.
    if (!claim) return out;
    TRY_ASSIGN(const auto epoch, environment_.calls.ask(hash, runtime_api::babe::kCurrentEpoch));
    if (claim->authority >= epoch.authorities.size()) return failed("its author is no authority");
    const auto story = parachain::relay_vrf_story(epoch.authorities[claim->authority].key, claim->pre_output,
                                                  epoch.randomness, claim->slot, epoch.index);
    if (!story) return failed("its VRF gives nothing");
    out.slot = claim->slot;
    out.story = *story;
    return out;
}

std::shared_ptr<const ApprovalSession> Approvals::facts_of_session(const Session& session) {
    std::erase_if(sessions_, [](const auto& one) { return one.second.expired(); });
    std::weak_ptr<const ApprovalSession>& known = sessions_[session.index];
    auto out = known.lock();
    if (out == nullptr) {
        out =
            std::make_shared<const ApprovalSession>(ApprovalSession::of(session.info, session.max_coalesced_approvals));
        known = out;
    }
    return out;
}

OrCallError<std::vector<parachain::LeavingCore>> Approvals::note_included(const Hash256& hash, BlockNumber number) {
    std::vector<parachain::LeavingCore> out;
    TRY_ASSIGN(const auto events, environment_.states.events(hash));
    for (const CandidateEvent& event : events) {
        const auto* included = std::get_if<CandidateEvent::Included>(&event.v);
        if (included == nullptr) continue;
        const CandidateHash candidate = included->receipt.hash();
        out.push_back({candidate, included->core, included->group});
        Included& entry = included_[candidate];
        entry.receipt = included->receipt;
        entry.number = std::max(entry.number, number);
    }
    return out;
}

std::optional<std::pair<crypto::sr25519::KeyPair, ValidatorIndex>> Approvals::own_key(const Session& session) const {
    if (!session.own || session.own->_0 >= session.info.assignment_keys.size()) return std::nullopt;
    const auto pair = environment_.keys.find(crypto::key_types::kParachainAssignment, crypto::Scheme::kSr25519,
                                             session.info.assignment_keys[session.own->_0]._0._0);
    if (!pair || pair->sr25519() == nullptr) return std::nullopt;
    return std::pair(*pair->sr25519(), *session.own);
}

// --- peers ---

void Approvals::on_topology(const Session& session, const PeerTopology& topology) {
    VotingEffects of_voting;
    GossipEffects of_gossip;
    gossip_.set_topology(session.index, topology, of_gossip);
    settle(of_voting, of_gossip);
}

void Approvals::on_view(const PeerId& peer, const parachain::View& view) {
    VotingEffects of_voting;
    GossipEffects of_gossip;
    gossip_.on_view(peer, view, draw(), of_gossip);
    settle(of_voting, of_gossip);
}

void Approvals::on_message(const PeerId& peer, const ValidationMessage& message) {
    const auto* approval = std::get_if<ValidationMessage::Approval>(&message.v);
    if (approval == nullptr) return;
    VotingEffects of_voting;
    GossipEffects of_gossip;
    gossip_.on_message(peer, approval->_0, now(), draw(), of_gossip, of_voting);
    settle(of_voting, of_gossip);
}

// --- effects ---

void Approvals::settle(VotingEffects& of_voting, GossipEffects& of_gossip) {
    carry_out(of_gossip);
    carry_out(of_voting);
    plan_wake();
}

void Approvals::carry_out(GossipEffects& effects) {
    using Verdict = ApprovalGossipEffect::Verdict;
    const auto conduct_of = [](Verdict verdict) {
        switch (verdict) {
            case Verdict::kNew:
                return std::pair(Conduct::kBenefitMinorFirst, "Valid message with new information");
            case Verdict::kKnown:
                return std::pair(Conduct::kBenefitMinor, "Valid message");
            case Verdict::kDuplicate:
                return std::pair(Conduct::kCostMinorRepeated, "Peer sent identical messages");
            case Verdict::kUnexpected:
                return std::pair(Conduct::kCostMinor, "Peer sent an out-of-view assignment or approval");
            case Verdict::kTooEarly:
                return std::pair(Conduct::kCostMinor, "The vote was valid but too far in the future");
            case Verdict::kInvalid:
                return std::pair(Conduct::kCostMajor, "The vote was bad");
            case Verdict::kMalformed:
                return std::pair(Conduct::kCostMajor, "Oversized candidate or core bitfield");
        }
        return std::pair(Conduct{}, "");
    };
    for (ApprovalGossipEffect& effect : effects) {
        if (auto* send = std::get_if<ApprovalGossipEffect::Send>(&effect.v)) {
            environment_.outlets.send(send->peers,
                                      ValidationMessage{ValidationMessage::Approval{std::move(send->message)}});
        } else {
            const auto& judged = std::get<ApprovalGossipEffect::Judged>(effect.v);
            const auto [conduct, reason] = conduct_of(judged.verdict);
            environment_.outlets.report(judged.peer, conduct, reason);
        }
    }
    effects.clear();
}

bool Approvals::store_records() {
    const auto written = environment_.records.write(voting_.take_records());
    if (!written) {
        log::error(kApprovalLog, "Nothing is announced or signed, for it cannot be noted: " + written.error());
    }
    return written.has_value();
}

void Approvals::carry_out(VotingEffects& effects) {
    if (effects.empty()) return;
    // What follows from the records leaves only when they are on the disk; those of others' messages alone can wait.
    if (!store_records()) return effects.clear();
    GossipEffects of_gossip;
    for (const ApprovalEffect& effect : std::exchange(effects, {})) {
        if (const auto* assignment = std::get_if<ApprovalEffect::DistributeAssignment>(&effect.v)) {
            ++figures_.assignments;
            note_assigned(*assignment);
            gossip_.distribute(*assignment, draw(), of_gossip);
        } else if (const auto* approval = std::get_if<ApprovalEffect::DistributeApproval>(&effect.v)) {
            gossip_.distribute(*approval, of_gossip);
        } else if (const auto* to_check = std::get_if<ApprovalEffect::Check>(&effect.v)) {
            check(*to_check);
        } else if (const auto* to_sign = std::get_if<ApprovalEffect::Sign>(&effect.v)) {
            sign(*to_sign);
        } else if (const auto* dispute = std::get_if<ApprovalEffect::Dispute>(&effect.v)) {
            log::warn(kApprovalLog, "Candidate " + to_hex_prefixed(dispute->candidate._0.bytes) +
                                        " is invalid, and was included: this validator disputes it");
            environment_.timelines.note(dispute->candidate, CandidateStep::kDisputed);
            const auto included = included_.find(dispute->candidate);
            if (included != included_.end()) {
                environment_.disputes.on_invalid(included->second.receipt, dispute->session);
            }
        } else {
            publish_limits();
        }
    }
    carry_out(of_gossip);
}

void Approvals::sign(const ApprovalEffect::Sign& effect) {
    // Also between the check and the signature: what is signed together is signed by none if one of it is disputed.
    if (std::ranges::any_of(effect.candidates, [&](const CandidateHash& candidate) {
            return environment_.disputes.is_against(effect.session, candidate);
        })) {
        for (const CandidateHash& candidate : effect.candidates) {
            environment_.timelines.note(candidate, CandidateStep::kNotApproved,
                                        "it, or one that was to be signed with it, is disputed");
        }
        return;
    }
    const auto session = environment_.states.session(effect.session, effect.block);
    if (!session || *session == nullptr || effect.validator._0 >= (*session)->validators.size()) return;
    const auto signature = environment_.keys.sign(crypto::key_types::kParachainValidator, crypto::Scheme::kSr25519,
                                                  (*session)->validators[effect.validator._0].bytes,
                                                  parachain::approval_payload(effect.candidates, effect.session));
    if (!signature || signature->size() != 64) return;
    parachain::IndirectApproval approval{effect.block, effect.indices, effect.validator, {}};
    std::copy(signature->begin(), signature->end(), approval.signature._0._0.begin());
    ++figures_.approvals;
    for (const CandidateHash& candidate : effect.candidates) {
        environment_.timelines.note(candidate, CandidateStep::kApproved, "in " + to_hex_prefixed(effect.block.bytes));
    }
    VotingEffects of_voting;
    voting_.on_signed(approval, of_voting);
    carry_out(of_voting);
}

void Approvals::note_assigned(const ApprovalEffect::DistributeAssignment& effect) {
    const Hash256& block = effect.assignment.block_hash;
    const auto known = known_.find(block);
    if (known == known_.end() || known->second == 0) return;
    const auto described = voting_.describe(block, known->second - 1);
    if (described.empty()) return;
    const auto& candidates = described.back().candidates;
    for (size_t i = 0; i < candidates.size() && i < effect.candidates.size(); ++i) {
        if (!effect.candidates[i]) continue;
        environment_.timelines.note(candidates[i], CandidateStep::kAssigned, "in " + to_hex_prefixed(block.bytes));
    }
}

// --- time ---

void Approvals::plan_wake() {
    const auto wake_at = voting_.wake_at();
    if (!wake_at || (planned_wake_ && *planned_wake_ <= *wake_at)) return;
    planned_wake_ = *wake_at;
    const uint64_t unix_now = environment_.scheduler.unix_now_ms();
    const uint64_t at_ms = *wake_at * parachain::kTickMs;
    (void)environment_.lane.post_after(at_ms > unix_now ? at_ms - unix_now : 1, [this, at = *wake_at] {
        if (planned_wake_ != at) return;
        planned_wake_.reset();
        VotingEffects of_voting;
        GossipEffects of_gossip;
        voting_.on_time(now(), of_voting);
        settle(of_voting, of_gossip);
    });
}

std::vector<parachain::ApprovalSignature> Approvals::approvals_of(const CandidateHash& candidate) const {
    std::vector<parachain::ApprovalSignature> out;
    for (const Hash256& block : gossip_.blocks()) {
        const auto known = known_.find(block);
        if (known == known_.end() || known->second == 0) continue;
        const auto described = voting_.describe(block, known->second - 1);
        if (described.empty()) continue;
        const auto& candidates = described.back().candidates;
        if (std::ranges::find(candidates, candidate) == candidates.end()) continue;
        for (const parachain::IndirectApproval& approval : gossip_.approvals_in(block)) {
            parachain::ApprovalSignature one{approval.validator, described.back().session, {}, approval.signature};
            for (size_t i = 0; i < candidates.size() && i < approval.candidate_indices.size(); ++i) {
                if (approval.candidate_indices[i]) one.candidates.push_back(candidates[i]);
            }
            if (std::ranges::find(one.candidates, candidate) != one.candidates.end()) out.push_back(std::move(one));
        }
    }
    return out;
}

BlockNumber Approvals::reached_on(const Hash256& leaf) const {
    Hash256 known = leaf;
    while (!known_.contains(known)) {
        const auto header = environment_.headers.find_header(known);
        if (header == nullptr || header->number.value <= finalized_.number) return finalized_.number;
        known = header->parent_hash;
    }
    const auto approved = voting_.approved_ancestor(known, finalized_.number);
    if (!approved) return finalized_.number;
    const auto described = voting_.describe(known, finalized_.number);
    std::vector<parachain::BlockCandidates> blocks;
    blocks.reserve(described.size());
    for (const auto& one : described) blocks.push_back({one.hash, one.session, one.candidates});
    const auto undisputed = static_cast<BlockNumber>(environment_.disputes.count_undisputed(blocks));
    return std::min(approved->number, finalized_.number + undisputed);
}

void Approvals::publish_limits() {
    std::map<Hash256, FinalityLimits::Entry> out;
    for (const auto& [hash, number] : leaves_) out.emplace(hash, FinalityLimits::Entry{reached_on(hash)});
    for (const auto& [hash, number] : without_parachains_) out.emplace(hash, FinalityLimits::Entry{number});
    environment_.limits.set(std::move(out));
}

Approvals::Figures Approvals::figures() const {
    Figures out = figures_;
    out.blocks = voting_.block_count();
    out.candidates = voting_.candidate_count();
    out.no_shows = voting_.covered_no_shows();
    return out;
}

}  // namespace serinus::services::paras
