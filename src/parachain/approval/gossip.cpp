#include "parachain/approval/gossip.hpp"

namespace serinus::parachain {
namespace {

constexpr size_t kMaxOutdated = 20;
constexpr size_t kMaxWaitingBlocks = 64;
/// Topologies that are kept beside those of sessions that blocks are of.
constexpr size_t kTopologies = 4;

}  // namespace

// --- knowledge ---

bool ApprovalGossip::Knowledge::contains(const Subject& subject, Kind kind) const {
    const auto found = known_.find(subject);
    return found != known_.end() && (kind == Kind::kAssignment || found->second == Kind::kApproval);
}

bool ApprovalGossip::Knowledge::insert(ValidatorIndex validator, const Bits& bits, Kind kind) {
    const auto [entry, is_new] = known_.try_emplace(subject_of(validator, bits), kind);
    if (!is_new) {
        if (kind == Kind::kAssignment || entry->second == Kind::kApproval) return false;
        entry->second = Kind::kApproval;
        return true;
    }
    if (kind == Kind::kAssignment && bits.count_ones() > 1) {
        for (const size_t i : ones_of(bits)) known_.try_emplace(subject_of(validator, bits_of({i})), kind);
    }
    return true;
}

// --- routes ---

ApprovalGossip::Route ApprovalGossip::route_by_grid(const PeerTopology* topology, ValidatorIndex originator,
                                                    bool is_own) {
    if (topology == nullptr) return Route::kPending;
    switch (topology->validators.route(originator, is_own)) {
        case GridRoute::kNowhere:
            return Route::kNowhere;
        case GridRoute::kRow:
            return Route::kRow;
        case GridRoute::kColumn:
            return Route::kColumn;
        case GridRoute::kRowAndColumn:
            return Route::kRowAndColumn;
    }
    return Route::kNowhere;
}

bool ApprovalGossip::is_on(Route route, const PeerTopology* topology, const PeerId& peer) {
    if (topology == nullptr) return false;
    switch (route) {
        case Route::kPending:
        case Route::kNowhere:
            return false;
        case Route::kRow:
            return topology->is_on(GridRoute::kRow, peer);
        case Route::kColumn:
            return topology->is_on(GridRoute::kColumn, peer);
        case Route::kRowAndColumn:
            return topology->is_on(GridRoute::kRowAndColumn, peer);
        case Route::kAll:
            return topology->all.contains(peer);
    }
    return false;
}

ApprovalGossip::Route ApprovalGossip::both(Route a, Route b) {
    if (a == b) return a;
    const auto is_way = [](Route route) { return route == Route::kRow || route == Route::kColumn; };
    if (is_way(a) && is_way(b)) return Route::kRowAndColumn;
    return std::max(a, b);
}

const PeerTopology* ApprovalGossip::topology_of(const Block& block) const {
    const auto found = topologies_.find(block.session);
    return found == topologies_.end() ? nullptr : &found->second;
}

bool ApprovalGossip::draw_peer(Entry& entry, const PeerTopology* topology, const PeerId& peer, const Draw& draw) const {
    if (topology == nullptr || !topology->all.contains(peer) || entry.at_random.size() >= kPeersByChance) return false;
    if (!draw_by_chance(draw, views_.size())) return false;
    entry.at_random.insert(peer);
    return true;
}

BlockNumber ApprovalGossip::age() const {
    std::optional<BlockNumber> lowest;
    BlockNumber highest = 0;
    for (const auto& [hash, block] : blocks_) {
        lowest = std::min(lowest.value_or(block.number), block.number);
        highest = std::max(highest, block.number);
    }
    return lowest ? highest - *lowest : 0;
}

// --- peers ---

void ApprovalGossip::disconnect(const PeerId& peer) {
    views_.erase(peer);
    for (auto& [hash, block] : blocks_) block.known_by.erase(peer);
    for (auto& [hash, waiting] : waiting_) {
        std::erase_if(waiting.messages, [&](const auto& message) { return message.first == peer; });
    }
}

void ApprovalGossip::on_view(const PeerId& peer, const View& view, const Draw& draw, Effects& out) {
    const auto known = views_.find(peer);
    if (known == views_.end()) return;
    known->second = view;
    for (auto& [hash, block] : blocks_) {
        if (block.number <= view.finalized_number) block.known_by.erase(peer);
    }
    unify(peer, view.heads, view.finalized_number, draw, out);
}

void ApprovalGossip::unify(const PeerId& peer, const std::vector<Hash256>& heads, BlockNumber finalized,
                           const Draw& draw, Effects& out) {
    std::vector<Assignment> assignments;
    std::vector<IndirectApproval> approvals;
    for (const Hash256& head : heads) {
        for (auto found = blocks_.find(head); found != blocks_.end(); found = blocks_.find(found->second.parent)) {
            Block& block = found->second;
            if (block.number <= finalized) break;
            const auto [known, is_new] = block.known_by.try_emplace(peer);
            if (!is_new) break;
            const PeerTopology* topology = topology_of(block);
            for (auto& [subject, entry] : block.entries) {
                if (!is_on(entry.route, topology, peer) && !draw_peer(entry, topology, peer, draw)) continue;
                send_missing(entry, known->second, assignments, approvals);
            }
        }
    }
    send_batches(peer, std::move(assignments), std::move(approvals), out);
}

void ApprovalGossip::send_missing(const Entry& entry, PeerKnowledge& known, std::vector<Assignment>& assignments,
                                  std::vector<IndirectApproval>& approvals) {
    const ValidatorIndex validator = entry.assignment.validator;
    if (!known.contains(subject_of(validator, entry.candidates), Kind::kAssignment)) {
        known.sent.insert(validator, entry.candidates, Kind::kAssignment);
        assignments.emplace_back(entry.assignment, entry.candidates);
    }
    for (const auto& [bits, approval] : entry.approvals) {
        if (known.contains({validator, bits}, Kind::kApproval)) continue;
        known.sent.insert(validator, approval.candidate_indices, Kind::kApproval);
        approvals.push_back(approval);
    }
}

void ApprovalGossip::send_batches(const PeerId& peer, std::vector<Assignment> assignments,
                                  std::vector<IndirectApproval> approvals, Effects& out) {
    const auto send = [&](auto& items, auto make) {
        std::remove_reference_t<decltype(items)> batch;
        size_t bytes = 0;
        for (auto& item : items) {
            const size_t size = scale::encoded_size(item);
            if (!batch.empty() && bytes + size > kMaxBatchBytes) {
                out.push_back({ApprovalGossipEffect::Send{{peer}, {make(std::exchange(batch, {}))}}});
                bytes = 0;
            }
            bytes += size;
            batch.push_back(std::move(item));
        }
        if (!batch.empty()) out.push_back({ApprovalGossipEffect::Send{{peer}, {make(std::move(batch))}}});
    };
    send(assignments, [](auto batch) { return ApprovalMessage::Assignments{std::move(batch)}; });
    send(approvals, [](auto batch) { return ApprovalMessage::Approvals{std::move(batch)}; });
}

void ApprovalGossip::set_topology(SessionIndex session, PeerTopology topology, Effects& out) {
    topologies_.insert_or_assign(session, std::move(topology));
    drop_topologies();
    for (auto& [hash, block] : blocks_) {
        if (block.session != session) continue;
        const PeerTopology* known = topology_of(block);
        propagate(
            block,
            [&](const Entry& entry) {
                return entry.route == Route::kPending ? route_by_grid(known, entry.assignment.validator, entry.is_own)
                                                      : entry.route;
            },
            out);
    }
}

void ApprovalGossip::drop_topologies() {
    std::set<SessionIndex> of_blocks;
    for (const auto& [hash, block] : blocks_) of_blocks.insert(block.session);
    for (auto one = topologies_.begin(); topologies_.size() > kTopologies && std::next(one) != topologies_.end();) {
        one = of_blocks.contains(one->first) ? std::next(one) : topologies_.erase(one);
    }
}

void ApprovalGossip::propagate(Block& block, const std::function<Route(const Entry&)>& route, Effects& out) {
    const PeerTopology* topology = topology_of(block);
    if (topology == nullptr) return;
    for (auto& [subject, entry] : block.entries) entry.route = route(entry);
    for (auto& [peer, known] : block.known_by) {
        std::vector<Assignment> assignments;
        std::vector<IndirectApproval> approvals;
        for (auto& [subject, entry] : block.entries) {
            if (is_on(entry.route, topology, peer)) send_missing(entry, known, assignments, approvals);
        }
        send_batches(peer, std::move(assignments), std::move(approvals), out);
    }
}

// --- blocks ---

void ApprovalGossip::expect(const Hash256& leaf, BlockNumber number) {
    if (!blocks_.contains(leaf) && waiting_.size() < kMaxWaitingBlocks) waiting_.try_emplace(leaf, Waiting{number});
}

void ApprovalGossip::on_block(const ApprovalBlock& facts, Tick now, const Draw& draw, Effects& out,
                              ApprovalVoting::Effects& voting_out) {
    const auto [block, is_new] = blocks_.try_emplace(facts.hash);
    if (!is_new) return;
    block->second.parent = facts.parent_hash;
    block->second.number = facts.number;
    block->second.session = facts.session;
    block->second.candidates = facts.candidates.size();
    for (const auto& [peer, view] : views_) {
        if (std::find(view.heads.begin(), view.heads.end(), facts.hash) == view.heads.end()) continue;
        unify(peer, {facts.hash}, view.finalized_number, draw, out);
    }
    if (auto waiting = waiting_.extract(facts.hash)) {
        for (const auto& [peer, message] : waiting.mapped().messages) {
            if (const auto* assignment = std::get_if<Assignment>(&message)) {
                take_assignment(peer, *assignment, now, draw, out, &voting_out);
            } else {
                take_approval(peer, std::get<IndirectApproval>(message), now, out, &voting_out);
            }
        }
    }
    be_aggressive(true, out);
}

void ApprovalGossip::on_finalized(BlockNumber number, Effects& out) {
    std::erase_if(waiting_, [&](const auto& one) { return one.second.number <= number; });
    for (auto block = blocks_.begin(); block != blocks_.end();) {
        if (block->second.number > number) {
            ++block;
            continue;
        }
        outdated_.push_back(block->first);
        if (outdated_.size() > kMaxOutdated) outdated_.pop_front();
        block = blocks_.erase(block);
    }
    be_aggressive(false, out);
}

void ApprovalGossip::be_aggressive(bool may_resend, Effects& out) {
    const BlockNumber oldest = age();
    if (oldest < kOwnToAll) return;
    BlockNumber highest = 0;
    for (const auto& [hash, block] : blocks_) highest = std::max(highest, block.number);
    for (auto& [hash, block] : blocks_) {
        if (highest - block.number != oldest) continue;  // the oldest alone: what is behind it waits for it
        if (may_resend && oldest % kResend == 0 && (!block.resent_at || highest - *block.resent_at >= 2 * kResend)) {
            for (auto& [peer, known] : block.known_by) known.sent = {};
            block.resent_at = highest;
        }
        propagate(
            block,
            [&](const Entry& entry) {
                if (entry.route == Route::kPending) return entry.route;
                if (entry.is_own) return Route::kAll;
                return oldest >= kOthersToRowAndColumn ? Route::kRowAndColumn : entry.route;
            },
            out);
    }
}

// --- messages ---

void ApprovalGossip::on_message(const PeerId& peer, const ApprovalMessage& message, Tick now, const Draw& draw,
                                Effects& out, ApprovalVoting::Effects& voting_out) {
    const auto wait = [&](const Hash256& block, auto item) {
        const auto waiting = waiting_.find(block);
        if (waiting == waiting_.end()) return false;
        auto& messages = waiting->second.messages;
        const auto count =
            std::count_if(messages.begin(), messages.end(), [&](const auto& one) { return one.first == peer; });
        if (static_cast<size_t>(count) < kMaxWaitingPerPeer) messages.emplace_back(peer, std::move(item));
        return true;
    };
    if (const auto* assignments = std::get_if<ApprovalMessage::Assignments>(&message.v)) {
        for (const Assignment& one : assignments->_0) {
            if (check_bitfields(one.first, one.second) != BitfieldVerdict::kGood) {
                out.push_back({ApprovalGossipEffect::Judged{peer, Verdict::kMalformed}});
            } else if (!wait(one.first.block_hash, one)) {
                take_assignment(peer, one, now, draw, out, &voting_out);
            }
        }
        return;
    }
    for (const IndirectApproval& one : std::get<ApprovalMessage::Approvals>(message.v)._0) {
        if (check_bitfield(one) != BitfieldVerdict::kGood) {
            out.push_back({ApprovalGossipEffect::Judged{peer, Verdict::kMalformed}});
        } else if (!wait(one.block_hash, one)) {
            take_approval(peer, one, now, out, &voting_out);
        }
    }
}

bool ApprovalGossip::judge_known(Block& block, const PeerId& peer, ValidatorIndex validator, const Bits& bits,
                                 Kind kind, Effects& out) {
    const auto judge = [&](Verdict verdict) { out.push_back({ApprovalGossipEffect::Judged{peer, verdict}}); };
    const Subject subject = subject_of(validator, bits);
    const auto known = block.known_by.find(peer);
    if (known == block.known_by.end()) {
        judge(Verdict::kUnexpected);  // out of the peer's view; it may be true all the same
    } else if (known->second.contains(subject, kind)) {
        // What was sent may have met on its way. When finality lags validators send again.
        const bool is_first = known->second.received.insert(validator, bits, kind);
        const PeerTopology* topology = topology_of(block);
        const bool may_repeat = age() >= kOwnToAll && topology != nullptr && topology->all.contains(peer);
        if (!is_first && !may_repeat) judge(Verdict::kDuplicate);
        return true;
    }
    if (!block.knowledge.contains(subject, kind)) return false;
    judge(Verdict::kKnown);
    if (known != block.known_by.end()) known->second.received.insert(validator, bits, kind);
    return true;
}

std::pair<size_t, size_t> ApprovalGossip::count_of(const Block& block, ValidatorIndex validator) {
    size_t assignments = 0;
    std::set<Bytes> approvals;
    for (auto entry = block.entries.lower_bound({validator, {}});
         entry != block.entries.end() && entry->first.first == validator; ++entry) {
        ++assignments;
        for (const auto& [bits, approval] : entry->second.approvals) approvals.insert(bits);
    }
    return {assignments, approvals.size()};
}

void ApprovalGossip::take_assignment(const std::optional<PeerId>& source, const Assignment& message, Tick now,
                                     const Draw& draw, Effects& out, ApprovalVoting::Effects* voting_out) {
    const auto& [assignment, bits] = message;
    const auto judge = [&](Verdict verdict) { out.push_back({ApprovalGossipEffect::Judged{*source, verdict}}); };
    const auto found = blocks_.find(assignment.block_hash);
    if (found == blocks_.end()) {
        const bool is_late = std::find(outdated_.begin(), outdated_.end(), assignment.block_hash) != outdated_.end();
        if (source && !is_late) judge(Verdict::kUnexpected);
        return;
    }
    Block& block = found->second;
    if (source) {
        if (judge_known(block, *source, assignment.validator, bits, Kind::kAssignment, out)) return;
        if (count_of(block, assignment.validator).first > block.candidates) return;
        const AssignmentVerdict verdict = voting_.import_assignment(assignment, bits, now, *voting_out);
        if (verdict == AssignmentVerdict::kTooEarly) return judge(Verdict::kTooEarly);
        if (verdict != AssignmentVerdict::kAccepted && verdict != AssignmentVerdict::kDuplicate) {
            return judge(Verdict::kInvalid);
        }
        judge(Verdict::kNew);
        if (const auto known = block.known_by.find(*source); known != block.known_by.end()) {
            known->second.received.insert(assignment.validator, bits, Kind::kAssignment);
        }
    }
    if (!block.knowledge.insert(assignment.validator, bits, Kind::kAssignment) && !source) return;

    const PeerTopology* topology = topology_of(block);
    Entry& entry = block.entries.try_emplace(subject_of(assignment.validator, bits)).first->second;
    entry.assignment = assignment;
    entry.candidates = bits;
    entry.is_own = !source;
    entry.route = route_by_grid(topology, assignment.validator, entry.is_own);
    ApprovalGossipEffect::Send send{{}, {ApprovalMessage::Assignments{{message}}}};
    for (auto& [peer, known] : block.known_by) {
        if (source == peer) continue;
        if (!is_on(entry.route, topology, peer) && !draw_peer(entry, topology, peer, draw)) continue;
        known.sent.insert(assignment.validator, bits, Kind::kAssignment);
        send.peers.push_back(peer);
    }
    if (!send.peers.empty()) out.push_back({std::move(send)});
}

void ApprovalGossip::take_approval(const std::optional<PeerId>& source, const IndirectApproval& approval, Tick now,
                                   Effects& out, ApprovalVoting::Effects* voting_out) {
    const auto judge = [&](Verdict verdict) { out.push_back({ApprovalGossipEffect::Judged{*source, verdict}}); };
    const Bits& bits = approval.candidate_indices;
    const ValidatorIndex validator = approval.validator;
    const auto found = blocks_.find(approval.block_hash);
    bool is_in_block = found != blocks_.end();
    std::vector<Bits> singles;
    for (const size_t i : ones_of(bits)) {
        is_in_block = is_in_block && i < found->second.candidates;
        singles.push_back(bits_of({i}));
    }
    if (!is_in_block) {
        const bool is_late = std::find(outdated_.begin(), outdated_.end(), approval.block_hash) != outdated_.end();
        if (source && !is_late) judge(Verdict::kUnexpected);
        return;
    }
    Block& block = found->second;
    if (source) {
        for (const Bits& single : singles) {
            if (!block.knowledge.contains(subject_of(validator, single), Kind::kAssignment)) {
                return judge(Verdict::kUnexpected);
            }
        }
        if (judge_known(block, *source, validator, bits, Kind::kApproval, out)) return;
        if (count_of(block, validator).second >= block.candidates) return;
        if (voting_.import_approval(approval, now, *voting_out) != ApprovalVerdict::kAccepted) {
            return judge(Verdict::kInvalid);
        }
        judge(Verdict::kNew);
        if (const auto known = block.known_by.find(*source); known != block.known_by.end()) {
            known->second.received.insert(validator, bits, Kind::kApproval);
        }
    }
    if (!block.knowledge.insert(validator, bits, Kind::kApproval) && !source) return;

    // Where its assignments went.
    Route route = Route::kPending;
    std::set<PeerId> at_random;
    for (auto& [subject, entry] : block.entries) {
        if (subject.first != validator) continue;
        bool covers = false;
        for (size_t i = 0; i < std::min(bits.size(), entry.candidates.size()); ++i) {
            covers = covers || (bits[i] && entry.candidates[i]);
        }
        if (!covers) continue;
        entry.approvals.emplace(scale::encode(bits), approval);
        route = both(route, entry.route);
        at_random.insert(entry.at_random.begin(), entry.at_random.end());
    }
    const PeerTopology* topology = topology_of(block);
    ApprovalGossipEffect::Send send{{}, {ApprovalMessage::Approvals{{approval}}}};
    for (auto& [peer, known] : block.known_by) {
        if (source == peer || (!is_on(route, topology, peer) && !at_random.contains(peer))) continue;
        known.sent.insert(validator, bits, Kind::kApproval);
        send.peers.push_back(peer);
    }
    if (!send.peers.empty()) out.push_back({std::move(send)});
}

void ApprovalGossip::distribute(const ApprovalEffect::DistributeAssignment& message, const Draw& draw, Effects& out) {
    take_assignment(std::nullopt, {message.assignment, message.candidates}, 0, draw, out, nullptr);
}

void ApprovalGossip::distribute(const ApprovalEffect::DistributeApproval& message, Effects& out) {
    take_approval(std::nullopt, message.approval, 0, out, nullptr);
}

std::vector<IndirectApproval> ApprovalGossip::approvals_in(const Hash256& block) const {
    // An approval of several candidates stands behind the assignment to each of them.
    std::map<Subject, IndirectApproval> found;
    if (const auto at = blocks_.find(block); at != blocks_.end()) {
        for (const auto& [subject, entry] : at->second.entries) {
            for (const auto& [bits, approval] : entry.approvals) found.emplace(Subject{subject.first, bits}, approval);
        }
    }
    std::vector<IndirectApproval> out;
    out.reserve(found.size());
    for (const auto& [subject, approval] : found) out.push_back(approval);
    return out;
}

std::vector<Hash256> ApprovalGossip::blocks() const {
    std::vector<Hash256> out;
    out.reserve(blocks_.size());
    for (const auto& [hash, block] : blocks_) out.push_back(hash);
    return out;
}

}  // namespace serinus::parachain
