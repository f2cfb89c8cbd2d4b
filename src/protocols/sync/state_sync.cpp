#include "protocols/sync/state_sync.hpp"

#include "protocols/sync/costs.hpp"
#include "trie/range_end.hpp"

namespace serinus::network::sync {

using state::OpenPart;
using state::StateDownload;

namespace {

/// Behind all keys: the answer is the node at the root and little more, and shows what there is to ask of others.
StatePosition end_of_state() { return {Bytes(64, 15)}; }

void note_time(std::optional<Millis>& average, Millis took) { average = average ? (3 * *average + took) / 4 : took; }

}  // namespace

StateSync::~StateSync() {
    for (const auto& [request, peer] : asked_) host_.cancel(request);
}

void StateSync::add_peer(const PeerId& peer, Millis now) {
    peers_.try_emplace(peer);
    plan(now);
}

void StateSync::remove_peer(const PeerId& id, Millis now) {
    const auto found = peers_.find(id);
    if (found == peers_.end()) return;
    if (const auto& asked = found->second.asked) {
        host_.cancel(asked->request);
        asked_.erase(asked->request);
    }
    peers_.erase(found);
    plan(now);
}

StateSync::Outcome StateSync::outcome() const {
    if (is_failed_) return Outcome::kFailed;
    if (open_.empty()) return Outcome::kComplete;
    if (peers_.empty() || !waiting_.empty()) return Outcome::kRunning;
    for (const auto& [id, peer] : peers_) {
        if (can_be_asked(peer)) return Outcome::kRunning;
    }
    return Outcome::kLost;
}

/// How long an answer of the peer may take before others are asked for the same.
Millis StateSync::patience(const Peer& peer) const {
    constexpr Millis kLeast = 1'000;
    const auto usual = peer.answer_ms ? peer.answer_ms : answer_ms_;
    return usual ? std::max(kLeast, 3 * *usual) : options_.late_ms;
}

/// For the answer to one request more.
bool StateSync::has_room() const {
    if (asked_.empty() && waiting_.empty()) return true;
    const auto answer = static_cast<size_t>(sizes_.answer_bytes());
    return waiting_bytes_ + (asked_.size() + 1) * answer <= options_.max_bytes;
}

/// Without what takes too long.
std::vector<StateStretch> StateSync::stretches(Millis now) const {
    std::vector<StateStretch> out;
    for (const Waiting& one : waiting_) out.push_back(one.stretch);
    for (const auto& [id, peer] : peers_) {
        if (peer.asked && peer.asked->at + patience(peer) > now) out.push_back({.start = peer.asked->start});
    }
    return out;
}

bool StateSync::may_ask(const Peer& peer, const StatePosition& start, Millis now) const {
    const auto asked = peer.asked_before.find(range_start(start));
    return asked == peer.asked_before.end() || asked->second + options_.same_request_ms <= now;
}

/// Once, where nothing is known but the root, and there is somebody else to ask for the beginning.
bool StateSync::may_probe() const {
    if (has_probed_ || open_.size() != 1 || !position_of(*open_.begin()).top.empty()) return false;
    return std::ranges::count_if(peers_, [&](const auto& one) { return can_be_asked(one.second); }) > 1;
}

std::optional<StatePosition> StateSync::choose(Peer& peer, const StateLine& line, Millis now) {
    const auto others = stretches(now);
    if (const auto end = std::exchange(peer.go_on, std::nullopt)) {
        const auto start = continue_at(line, others, *end);
        if (start && may_ask(peer, *start, now)) return start;
    }
    const auto may = [&](const StatePosition& start) { return may_ask(peer, start, now); };
    const auto start = choose_start(line, others, may);
    return start ? start : choose_late(peer, now);
}

/// The part another peer is on, if this one is likely to bring it before.
std::optional<StatePosition> StateSync::choose_late(const Peer& peer, Millis now) {
    if (!peer.answer_ms) return std::nullopt;
    Asked* slowest = nullptr;
    Millis latest = now + *peer.answer_ms * 5 / 4;
    for (auto& [id, other] : peers_) {
        if (!other.asked || other.asked->is_doubled) continue;
        const Millis usual = other.asked->at + other.answer_ms.value_or(answer_ms_.value_or(patience(other)));
        // A peer that is late already may be as late as others wait for it.
        const Millis end = usual > now ? usual : other.asked->at + patience(other);
        if (end <= latest || !may_ask(peer, other.asked->start, now)) continue;
        latest = end;
        slowest = &*other.asked;
    }
    if (slowest == nullptr) return std::nullopt;
    slowest->is_doubled = true;
    return slowest->start;
}

void StateSync::plan(Millis now) {
    retry_at_.reset();
    if (outcome() != Outcome::kRunning) return;
    const auto wake = [this](Millis time) { retry_at_ = std::min(retry_at_.value_or(time), time); };
    std::optional<StateLine> line;
    const auto ask_one = [&](const PeerId& id, Peer& peer) {
        if (peer.asked || peer.waits || !can_be_asked(peer) || !has_room()) return;
        if (peer.pause_until > now) return wake(peer.pause_until);
        std::erase_if(peer.asked_before, [&](const auto& one) { return one.second + options_.same_request_ms <= now; });
        if (may_probe()) {
            has_probed_ = ask(id, peer, end_of_state(), std::nullopt, now);
            return wake(peer.pause_until);
        }
        if (!line) line.emplace(open_, sizes_);
        const auto start = choose(peer, *line, now);
        if (!start) {
            // All that is open is asked for by others, or was asked of this peer a moment ago: if it refused that, and
            // nobody is about to bring something else to ask for, it does not have the state.
            if (asked_.empty() && waiting_.empty() && peer.refusals > 0) peer.refusals = options_.max_refusals;
            return wake(now + options_.retry_ms);
        }
        if (!ask(id, peer, *start, line->part_at(*start), now)) wake(peer.pause_until);
    };
    // The peer that has just answered first: it knows where to go on.
    for (auto& [id, peer] : peers_) {
        if (peer.go_on) ask_one(id, peer);
    }
    for (auto& [id, peer] : peers_) ask_one(id, peer);
    if (!retry_at_) return;
    for (const auto& [id, peer] : peers_) {
        if (peer.asked && peer.asked->at + patience(peer) > now) wake(peer.asked->at + patience(peer));
    }
}

/// False: it is not to be had now.
bool StateSync::ask(const PeerId& id, Peer& peer, StatePosition start, std::optional<StatePosition> part, Millis now) {
    auto key = range_start(start);
    const auto request = host_.request(module_, id, options_.protocol, encode(StateRequest{block_, key}), now);
    if (!request) {
        peer.pause_until = now + options_.retry_ms;
        return false;
    }
    peer.asked_before[std::move(key)] = now;
    peer.asked = Asked{.request = *request, .start = std::move(start), .part = std::move(part), .at = now};
    asked_.emplace(*request, id);
    return true;
}

bool StateSync::on_request(link::RequestEvent& event, Millis now) {
    auto* response = std::get_if<link::ResponseReceived>(&event);
    const auto* failed = std::get_if<link::RequestFailed>(&event);
    if (response == nullptr && failed == nullptr) return false;
    const auto found = asked_.find(response != nullptr ? response->request : failed->request);
    if (found == asked_.end()) return false;
    const PeerId id = found->second;
    asked_.erase(found);
    Peer& peer = peers_.at(id);
    const Asked asked = *std::exchange(peer.asked, std::nullopt);
    if (response != nullptr) {
        on_answer(id, peer, asked, std::move(response->response), now);
    } else {
        if (failed->error == link::RequestError::kRefused) ++peer.refusals;
        peer.pause_until = now + options_.retry_ms;
        host_.report(id, kRequestFailed, now);
    }
    plan(now);
    return true;
}

void StateSync::on_answer(const PeerId& id, Peer& peer, const Asked& asked, Bytes answer, Millis now) {
    const auto proof = find_state_proof(answer);
    if (!proof) {
        if (proof.error() == StateAnswerError::kMalformed) {
            peer.is_liar = true;
            return host_.report(id, costs::kBadStateAnswer, now);
        }
        ++peer.refusals;
        peer.pause_until = now + options_.retry_ms;
        return;
    }
    Waiting waiting{.from = id, .bytes = answer.size(), .stretch = {.start = asked.start}, .part = asked.part};
    const auto end = asked.start.child ? Err(trie::CompactProofError::kExtraneousItems)
                                       : trie::find_range_end(*proof, asked.start.top, kMapPrefixNibbles);
    const bool is_end_known = end && (!end->next || StatePosition{*end->next} > asked.start);
    if (is_end_known) {
        waiting.stretch.is_here = true;
        waiting.tail_prefix = end->tail_prefix;
        waiting.tail_bytes = end->tail_bytes;
        if (end->next) waiting.stretch.end = StatePosition{*end->next};
        peer.go_on = waiting.stretch.end;
    } else {
        peer.waits = true;
    }
    if (!is_end_known || end->next) {  // an answer that is full
        note_time(peer.answer_ms, now - asked.at);
        note_time(answer_ms_, now - asked.at);
    }
    waiting_bytes_ += waiting.bytes;
    waiting_.push_back(std::move(waiting));
    sink_.take(id, std::move(answer));
}

void StateSync::note_sizes(const Waiting& answer) {
    if (!answer.stretch.is_here || !answer.stretch.end) return;
    sizes_.note_answer(answer.bytes);
    if (answer.tail_prefix.empty()) return;
    const bool is_all = is_below(answer.stretch.start, {answer.tail_prefix});
    sizes_.note(is_all ? answer.stretch.start : StatePosition{answer.tail_prefix}, *answer.stretch.end,
                answer.tail_bytes);
}

void StateSync::on_taken(const PeerId& id, std::optional<Verdict> verdict, std::set<state::OpenPart> open, Millis now) {
    if (!verdict || waiting_.empty()) {
        is_failed_ = !verdict;
        return;
    }
    const Waiting answer = std::move(waiting_.front());
    waiting_.pop_front();
    waiting_bytes_ -= answer.bytes;
    open_ = std::move(open);
    if (*verdict == Verdict::kTaken) note_sizes(answer);
    if (*verdict == Verdict::kBad) host_.report(id, costs::kBadStateAnswer, now);
    if (*verdict == Verdict::kTaken) host_.report(id, kServed, now);
    const auto found = peers_.find(id);
    if (found != peers_.end()) {
        Peer& peer = found->second;
        peer.waits = false;
        const bool is_served = !answer.part || std::ranges::none_of(open_, [&](const OpenPart& one) {
            return position_of(one) == *answer.part;
        });
        // If others brought it first that says nothing of this peer.
        if (is_served && *verdict == Verdict::kTaken) peer.refusals = 0;
        if (!is_served) {
            ++peer.refusals;
            peer.pause_until = now + options_.retry_ms;
        }
        if (*verdict == Verdict::kBad) {
            peer.is_liar = true;
            if (peer.asked) {
                host_.cancel(peer.asked->request);
                asked_.erase(peer.asked->request);
                peer.asked.reset();
            }
        }
    }
    plan(now);
}

}  // namespace serinus::network::sync
