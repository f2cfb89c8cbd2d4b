#include "parachain/approval/gossip.hpp"

#include <algorithm>
#include <span>

namespace serinus::parachain {
namespace {

constexpr size_t kMaxOutdated = 20;
constexpr size_t kMaxWaitingBlocks = 64;
/// Topologies that are kept beside those of sessions that blocks are of.
constexpr size_t kTopologies = 4;

}  // namespace

// --- knowledge ---

uint32_t ApprovalGossip::key_of(Number number, Kind kind, Direction direction) {
    return 4 * number + (direction == Direction::kReceived ? 2 : 0) + (kind == Kind::kApproval ? 1 : 0);
}

bool ApprovalGossip::contains(const Block& block, const NumberSet& known, Direction direction, ValidatorIndex validator,
                              const Bits& bits, Kind kind) {
    const auto number = block.messages.find(validator, bits);
    if (number && known.contains(key_of(*number, Kind::kApproval, direction))) return true;
    if (kind == Kind::kApproval) return false;
    if (number && known.contains(key_of(*number, Kind::kAssignment, direction))) return true;
    // Of one candidate: in an assignment of several.
    if (bits.empty() || !bits[bits.size() - 1] || bits.count_ones() != 1) return false;
    bool is_covered = false;
    block.messages.for_each_of(validator, [&](Number other) {
        is_covered = is_covered || (block.messages.is_for(other, bits.size() - 1) &&
                                    known.contains(key_of(other, Kind::kAssignment, direction)));
    });
    return is_covered;
}

bool ApprovalGossip::contains(const Block& block, const PeerKnowledge& peer, ValidatorIndex validator, const Bits& bits,
                              Kind kind) {
    return contains(block, peer.known, Direction::kSent, validator, bits, kind) ||
           contains(block, peer.known, Direction::kReceived, validator, bits, kind);
}

bool ApprovalGossip::insert(Block& block, NumberSet& known, Direction direction, ValidatorIndex validator,
                            const Bits& bits, Kind kind) {
    if (contains(block, known, direction, validator, bits, kind)) return false;
    return known.insert(key_of(block.messages.add(validator, bits), kind, direction));
}

ApprovalGossip::PeerKnowledge* ApprovalGossip::find_peer(Block& block, PeerNumber peer) {
    const auto found = std::ranges::lower_bound(block.known_by, peer, {}, &PeerKnowledge::peer);
    return found != block.known_by.end() && found->peer == peer ? &*found : nullptr;
}

void ApprovalGossip::forget_peer(Block& block, PeerNumber peer) {
    const auto found = std::ranges::lower_bound(block.known_by, peer, {}, &PeerKnowledge::peer);
    if (found != block.known_by.end() && found->peer == peer) block.known_by.erase(found);
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

bool ApprovalGossip::is_on(Route route, const PeerKnowledge& peer) {
    switch (route) {
        case Route::kPending:
        case Route::kNowhere:
            return false;
        case Route::kRow:
            return (peer.places & kInRow) != 0;
        case Route::kColumn:
            return (peer.places & kInColumn) != 0;
        case Route::kRowAndColumn:
            return (peer.places & (kInRow | kInColumn)) != 0;
        case Route::kAll:
            return (peer.places & kValidator) != 0;
    }
    return false;
}

uint8_t ApprovalGossip::places_of(const Block& block, PeerNumber peer) const {
    const PeerTopology* topology = topology_of(block);
    if (topology == nullptr) return 0;
    const PeerId& id = by_number_.at(peer);
    const int places = (topology->row.contains(id) ? kInRow : 0) | (topology->column.contains(id) ? kInColumn : 0) |
                       (topology->all.contains(id) ? kValidator : 0);
    return static_cast<uint8_t>(places);
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

bool ApprovalGossip::draw_peer(Assigned& one, const PeerKnowledge& peer, const Draw& draw) const {
    if ((peer.places & kValidator) == 0 || one.at_random_count >= kPeersByChance) return false;
    const auto drawn = std::span(one.at_random).first(one.at_random_count);
    if (std::ranges::find(drawn, peer.peer) != drawn.end()) return true;
    if (!draw_by_chance(draw, peers_.size())) return false;
    one.at_random[one.at_random_count++] = peer.peer;
    return true;
}

BlockNumber ApprovalGossip::age() const { return numbers_.empty() ? 0 : *numbers_.rbegin() - *numbers_.begin(); }

// --- peers ---

void ApprovalGossip::connect(const PeerId& peer) {
    const auto [entry, is_new] = peers_.try_emplace(peer, Peer{next_peer_});
    if (is_new) by_number_.emplace(next_peer_++, peer);
}

void ApprovalGossip::disconnect(const PeerId& peer) {
    const auto gone = peers_.extract(peer);
    if (gone.empty()) return;
    by_number_.erase(gone.mapped().number);
    for (auto& [hash, block] : blocks_) forget_peer(block, gone.mapped().number);
    for (auto& [hash, waiting] : waiting_) {
        std::erase_if(waiting.messages, [&](const auto& message) { return message.first == peer; });
    }
}

void ApprovalGossip::on_view(const PeerId& peer, const View& view, const Draw& draw, Effects& out) {
    const auto known = peers_.find(peer);
    if (known == peers_.end()) return;
    known->second.view = view;
    for (auto& [hash, block] : blocks_) {
        if (block.number <= view.finalized_number) forget_peer(block, known->second.number);
    }
    unify(peer, view.heads, view.finalized_number, draw, out);
}

void ApprovalGossip::unify(const PeerId& peer, const std::vector<Hash256>& heads, BlockNumber finalized,
                           const Draw& draw, Effects& out) {
    std::vector<Assignment> assignments;
    std::vector<IndirectApproval> approvals;
    const PeerNumber number = peers_.at(peer).number;
    for (const Hash256& head : heads) {
        for (auto found = blocks_.find(head); found != blocks_.end(); found = blocks_.find(found->second.parent)) {
            Block& block = found->second;
            if (block.number <= finalized || find_peer(block, number) != nullptr) break;
            const auto place = std::ranges::lower_bound(block.known_by, number, {}, &PeerKnowledge::peer);
            PeerKnowledge& known = *block.known_by.insert(place, PeerKnowledge{number, places_of(block, number), {}});
            for (Assigned& one : block.assignments) {
                if (!is_on(one.route, known) && !draw_peer(one, known, draw)) continue;
                send_missing(found->first, block, one, known, assignments, approvals);
            }
        }
    }
    send_batches(peer, std::move(assignments), std::move(approvals), out);
}

ApprovalGossip::Assignment ApprovalGossip::assignment_of(const Hash256& hash, const Block& block, const Assigned& one) {
    const auto cert = scale::decode<AssignmentCert>(block.messages.kept(one.cert));
    return {{hash, block.messages.validator_of(one.number), cert.value()}, block.messages.candidates_of(one.number)};
}

IndirectApproval ApprovalGossip::approval_of(const Hash256& hash, const Block& block, const Approved& one) {
    IndirectApproval out{hash, block.messages.candidates_of(one.number), block.messages.validator_of(one.number), {}};
    std::ranges::copy(block.messages.kept(one.signature), out.signature._0._0.begin());
    return out;
}

void ApprovalGossip::send_missing(const Hash256& hash, Block& block, const Assigned& one, PeerKnowledge& peer,
                                  std::vector<Assignment>& assignments, std::vector<IndirectApproval>& approvals) {
    const ValidatorIndex validator = block.messages.validator_of(one.number);
    const auto has = [&peer](Number number, Kind kind) {
        return peer.known.contains(key_of(number, kind, Direction::kSent)) ||
               peer.known.contains(key_of(number, kind, Direction::kReceived));
    };
    if (!has(one.number, Kind::kAssignment) &&
        !contains(block, peer, validator, block.messages.candidates_of(one.number), Kind::kAssignment)) {
        peer.known.insert(key_of(one.number, Kind::kAssignment, Direction::kSent));
        assignments.push_back(assignment_of(hash, block, one));
    }
    block.messages.for_each_of(validator, [&](Number number) {
        if (!block.messages.have_common(number, one.number)) return;
        const auto approved = std::ranges::lower_bound(block.approvals, number, {}, &Approved::number);
        if (approved == block.approvals.end() || approved->number != number) return;
        if (has(number, Kind::kApproval)) return;
        peer.known.insert(key_of(number, Kind::kApproval, Direction::kSent));
        approvals.push_back(approval_of(hash, block, *approved));
    });
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
    for (auto& [hash, its_block] : blocks_) {
        Block& block = its_block;
        if (block.session != session) continue;
        for (PeerKnowledge& peer : block.known_by) peer.places = places_of(block, peer.peer);
        const PeerTopology* known = topology_of(block);
        propagate(
            hash, block,
            [&](const Assigned& one) {
                return one.route == Route::kPending
                           ? route_by_grid(known, block.messages.validator_of(one.number), one.is_own)
                           : one.route;
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

void ApprovalGossip::propagate(const Hash256& hash, Block& block, const std::function<Route(const Assigned&)>& route,
                               Effects& out) {
    if (topology_of(block) == nullptr) return;
    for (Assigned& one : block.assignments) one.route = route(one);
    for (PeerKnowledge& peer : block.known_by) {
        std::vector<Assignment> assignments;
        std::vector<IndirectApproval> approvals;
        for (const Assigned& one : block.assignments) {
            if (is_on(one.route, peer)) send_missing(hash, block, one, peer, assignments, approvals);
        }
        send_batches(by_number_.at(peer.peer), std::move(assignments), std::move(approvals), out);
    }
}

// --- blocks ---

void ApprovalGossip::expect(const Hash256& leaf, BlockNumber number) {
    if (!blocks_.contains(leaf) && waiting_.size() < kMaxWaitingBlocks) waiting_.try_emplace(leaf, Waiting{number});
}

void ApprovalGossip::on_block(const ApprovalBlock& facts, Tick now, const Draw& draw, Effects& out,
                              ApprovalVoting::Effects& voting_out) {
    if (far_below_.contains(facts.hash)) return;
    const auto [block, is_new] = blocks_.try_emplace(facts.hash);
    if (!is_new) return;
    block->second.parent = facts.parent_hash;
    block->second.number = facts.number;
    block->second.session = facts.session;
    block->second.candidates = facts.candidates.size();
    numbers_.insert(facts.number);
    for (const auto& [peer, known] : peers_) {
        const View& view = known.view;
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
    const BlockNumber highest = *numbers_.rbegin();
    if (age() > kMostBelowHighest) {
        const BlockNumber last = highest - kMostBelowHighest - 1;
        std::map<Hash256, BlockNumber> forgotten = forget_up_to(last);
        far_below_.merge(forgotten);
        voting_.drop_details(last);
    }
    be_aggressive(true, out);
}

void ApprovalGossip::on_finalized(BlockNumber number, Effects& out) {
    std::erase_if(waiting_, [&](const auto& one) { return one.second.number <= number; });
    std::erase_if(far_below_, [&](const auto& one) { return one.second <= number; });
    for (const auto& [hash, its_number] : forget_up_to(number)) {
        outdated_.push_back(hash);
        if (outdated_.size() > kMaxOutdated) outdated_.pop_front();
    }
    be_aggressive(false, out);
}

std::map<Hash256, BlockNumber> ApprovalGossip::forget_up_to(BlockNumber number) {
    std::map<Hash256, BlockNumber> out;
    while (!numbers_.empty() && *numbers_.begin() <= number) numbers_.erase(numbers_.begin());
    std::erase_if(blocks_, [&](const auto& one) {
        if (one.second.number > number) return false;
        out.emplace(one.first, one.second.number);
        return true;
    });
    return out;
}

/// Messages for such a block are not wrong.
bool ApprovalGossip::is_late(const Hash256& block) const {
    return far_below_.contains(block) || std::find(outdated_.begin(), outdated_.end(), block) != outdated_.end();
}

void ApprovalGossip::be_aggressive(bool may_resend, Effects& out) {
    const BlockNumber oldest = age();
    if (oldest < kOwnToAll || oldest > kMaxFinalityLag) return;
    const BlockNumber highest = *numbers_.rbegin();
    for (auto& [hash, block] : blocks_) {
        if (highest - block.number != oldest) continue;  // the oldest alone: what is behind it waits for it
        if (may_resend && oldest % kResend == 0 && (!block.resent_at || highest - *block.resent_at >= 2 * kResend)) {
            const auto is_sent = [](uint32_t key) {
                return key % 4 == key_of(0, Kind::kAssignment, Direction::kSent) ||
                       key % 4 == key_of(0, Kind::kApproval, Direction::kSent);
            };
            for (PeerKnowledge& peer : block.known_by) peer.known.erase_if(is_sent);
            block.resent_at = highest;
        }
        propagate(
            hash, block,
            [&](const Assigned& one) {
                if (one.route == Route::kPending) return one.route;
                if (one.is_own) return Route::kAll;
                return oldest >= kOthersToRowAndColumn ? Route::kRowAndColumn : one.route;
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
    PeerKnowledge* const known = find_known(block, peer);
    if (known == nullptr) {
        judge(Verdict::kUnexpected);  // out of the peer's view; it may be true all the same
    } else if (contains(block, *known, validator, bits, kind)) {
        // What was sent may have met on its way. When finality lags validators send again.
        const bool is_first = insert(block, known->known, Direction::kReceived, validator, bits, kind);
        const bool may_repeat = age() >= kOwnToAll && (known->places & kValidator) != 0;
        if (!is_first && !may_repeat) judge(Verdict::kDuplicate);
        return true;
    }
    if (!contains(block, block.knowledge, Direction::kReceived, validator, bits, kind)) return false;
    judge(Verdict::kKnown);
    if (known != nullptr) insert(block, known->known, Direction::kReceived, validator, bits, kind);
    return true;
}

ApprovalGossip::PeerKnowledge* ApprovalGossip::find_known(Block& block, const PeerId& peer) const {
    const auto found = peers_.find(peer);
    return found == peers_.end() ? nullptr : find_peer(block, found->second.number);
}

std::pair<size_t, size_t> ApprovalGossip::count_of(const Block& block, ValidatorIndex validator) {
    size_t assignments = 0, approvals = 0;
    block.messages.for_each_of(validator, [&](Number number) {
        assignments += block.knowledge.contains(key_of(number, Kind::kAssignment, Direction::kReceived)) ? 1 : 0;
        approvals += block.knowledge.contains(key_of(number, Kind::kApproval, Direction::kReceived)) ? 1 : 0;
    });
    return {assignments, approvals};
}

void ApprovalGossip::take_assignment(const std::optional<PeerId>& source, const Assignment& message, Tick now,
                                     const Draw& draw, Effects& out, ApprovalVoting::Effects* voting_out) {
    const auto& [assignment, bits] = message;
    const auto judge = [&](Verdict verdict) { out.push_back({ApprovalGossipEffect::Judged{*source, verdict}}); };
    const auto found = blocks_.find(assignment.block_hash);
    if (found == blocks_.end()) {
        if (source && !is_late(assignment.block_hash)) judge(Verdict::kUnexpected);
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
        if (auto* const known = find_known(block, *source); known != nullptr) {
            insert(block, known->known, Direction::kReceived, assignment.validator, bits, Kind::kAssignment);
        }
    }
    const bool is_new =
        insert(block, block.knowledge, Direction::kReceived, assignment.validator, bits, Kind::kAssignment);
    if (!is_new) return;

    Assigned& one = block.assignments.emplace_back();
    one.number = block.messages.add(assignment.validator, bits);
    one.cert = block.messages.keep(scale::encode(assignment.cert));
    one.is_own = !source;
    one.route = route_by_grid(topology_of(block), assignment.validator, one.is_own);
    ApprovalGossipEffect::Send send{{}, {ApprovalMessage::Assignments{{message}}}};
    const PeerKnowledge* const from = source ? find_known(block, *source) : nullptr;
    for (PeerKnowledge& peer : block.known_by) {
        if (&peer == from || (!is_on(one.route, peer) && !draw_peer(one, peer, draw))) continue;
        peer.known.insert(key_of(one.number, Kind::kAssignment, Direction::kSent));
        send.peers.push_back(by_number_.at(peer.peer));
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
        if (source && !is_late(approval.block_hash)) judge(Verdict::kUnexpected);
        return;
    }
    Block& block = found->second;
    if (source) {
        for (const Bits& single : singles) {
            if (!contains(block, block.knowledge, Direction::kReceived, validator, single, Kind::kAssignment)) {
                return judge(Verdict::kUnexpected);
            }
        }
        if (judge_known(block, *source, validator, bits, Kind::kApproval, out)) return;
        if (count_of(block, validator).second >= block.candidates) return;
        if (voting_.import_approval(approval, now, *voting_out) != ApprovalVerdict::kAccepted) {
            return judge(Verdict::kInvalid);
        }
        judge(Verdict::kNew);
        if (auto* const known = find_known(block, *source); known != nullptr) {
            insert(block, known->known, Direction::kReceived, validator, bits, Kind::kApproval);
        }
    }
    if (!insert(block, block.knowledge, Direction::kReceived, validator, bits, Kind::kApproval)) return;
    const Number number = block.messages.add(validator, bits);
    const auto place = std::ranges::lower_bound(block.approvals, number, {}, &Approved::number);
    block.approvals.insert(place, Approved{number, block.messages.keep(approval.signature._0._0)});

    // Where its assignments went.
    Route route = Route::kPending;
    std::set<PeerNumber> at_random;
    block.messages.for_each_of(validator, [&](Number other) {
        const auto one = std::ranges::lower_bound(block.assignments, other, {}, &Assigned::number);
        if (one == block.assignments.end() || one->number != other) return;
        if (!block.messages.have_common(other, number)) return;
        route = both(route, one->route);
        at_random.insert(one->at_random.begin(), one->at_random.begin() + one->at_random_count);
    });
    ApprovalGossipEffect::Send send{{}, {ApprovalMessage::Approvals{{approval}}}};
    const PeerKnowledge* const from = source ? find_known(block, *source) : nullptr;
    for (PeerKnowledge& peer : block.known_by) {
        if (&peer == from || (!is_on(route, peer) && !at_random.contains(peer.peer))) continue;
        peer.known.insert(key_of(number, Kind::kApproval, Direction::kSent));
        send.peers.push_back(by_number_.at(peer.peer));
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
    std::vector<IndirectApproval> out;
    const auto found = blocks_.find(block);
    if (found == blocks_.end()) return out;
    out.reserve(found->second.approvals.size());
    for (const Approved& one : found->second.approvals) out.push_back(approval_of(block, found->second, one));
    return out;
}

std::vector<Hash256> ApprovalGossip::blocks() const {
    std::vector<Hash256> out;
    out.reserve(blocks_.size());
    for (const auto& [hash, block] : blocks_) out.push_back(hash);
    return out;
}

}  // namespace serinus::parachain
