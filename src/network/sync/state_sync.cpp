#include "network/sync/state_sync.hpp"

namespace serinus::network::sync {

using state::OpenPart;
using state::StateDownload;

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
    if (found->second.request) {
        host_.cancel(*found->second.request);
        asked_.erase(*found->second.request);
    }
    peers_.erase(found);
    plan(now);
}

StateSync::Outcome StateSync::outcome() const {
    if (is_failed_) return Outcome::kFailed;
    if (open_.empty()) return Outcome::kComplete;
    if (peers_.empty()) return Outcome::kRunning;
    for (const auto& [id, peer] : peers_) {
        if (!peer.is_liar && peer.refusals < options_.max_refusals) return Outcome::kRunning;
    }
    return Outcome::kLost;
}

/// Where in a run of parts a request begins; nullptr: nowhere.
struct StateSync::Choice {
    const OpenPart* part = nullptr;
    double size = 0;  ///< of what is left of the run from there on, but at least
};

/// The middle of the largest run of parts between those that requests on their way begin with.
std::optional<OpenPart> StateSync::choose(const Peer& peer, Millis now) const {
    std::map<OpenPart, Millis> begun;  ///< and when they were asked for
    for (const auto& [id, other] : peers_) {
        if (other.part) begun.emplace(*other.part, other.asked_at);
    }
    const auto may_ask = [&](const OpenPart& part) {
        const auto asked = peer.asked.find(StateDownload::start_of(part));
        return asked == peer.asked.end() || asked->second + options_.same_request_ms <= now;
    };
    const double answer = sizes_.answer_bytes();
    Choice best;
    std::vector<std::pair<const OpenPart*, double>> run;  ///< with what is before it in the run
    double size = 0;                                      ///< of the run
    std::optional<Millis> asked_at;                       ///< of the request before the run
    const auto end_run = [&] {
        // A request on its way brings what follows its start, unless it takes too long.
        const bool is_late = !asked_at || *asked_at + options_.late_ms <= now;
        const double covered = is_late ? 0 : answer;
        const double from = asked_at ? std::max(size / 2, covered) : 0;
        const auto at = std::ranges::find_if(run, [&](const auto& one) { return one.second >= from; });
        const auto found = at != run.end() || !is_late || run.empty() ? at : std::prev(run.end());
        if (found != run.end() && size - covered > best.size) best = {found->first, size - covered};
        run.clear();
        size = 0;
    };
    const std::vector<double> sizes = sizes_.guess(open_);
    auto next_size = sizes.begin();
    auto request = begun.begin();
    for (const OpenPart& part : open_) {
        for (; request != begun.end() && request->first <= part; ++request) {
            end_run();
            asked_at = request->second;
        }
        if (!begun.contains(part) && may_ask(part)) run.emplace_back(&part, size);
        size += *next_size++;
    }
    end_run();
    return best.part == nullptr ? std::nullopt : std::optional(*best.part);
}

void StateSync::plan(Millis now) {
    retry_at_.reset();
    if (outcome() != Outcome::kRunning) return;
    const auto wake = [this](Millis time) { retry_at_ = std::min(retry_at_.value_or(time), time); };
    size_t busy = 0;
    for (const auto& [id, peer] : peers_) busy += peer.part ? 1 : 0;
    for (auto& [id, peer] : peers_) {
        if (busy >= options_.max_requests) return;
        if (peer.part || peer.is_liar || peer.refusals >= options_.max_refusals) continue;
        if (peer.pause_until > now) {
            wake(peer.pause_until);
            continue;
        }
        std::erase_if(peer.asked, [&](const auto& one) { return one.second + options_.same_request_ms <= now; });
        const auto part = choose(peer, now);
        if (!part) {
            // All that is open is asked for by others, or was asked of this peer a moment ago: if it refused that, and
            // nobody is about to bring something else to ask for, it does not have the state.
            if (busy == 0 && peer.refusals > 0) peer.refusals = options_.max_refusals;
            wake(now + options_.retry_ms);
            continue;
        }
        auto start = StateDownload::start_of(*part);
        const auto request = host_.request(module_, id, options_.protocol, encode(StateRequest{block_, start}), now);
        if (!request) {
            peer.pause_until = now + options_.retry_ms;
            wake(peer.pause_until);
            continue;
        }
        peer.asked[std::move(start)] = now;
        peer.request = *request;
        peer.part = *part;
        peer.asked_at = now;
        asked_.emplace(*request, id);
        ++busy;
    }
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
    peer.request.reset();
    if (response != nullptr) {
        on_answer(id, peer, std::move(response->response), now);
    } else {
        peer.part.reset();
        if (failed->error == link::RequestError::kRefused) ++peer.refusals;
        peer.pause_until = now + options_.retry_ms;
        host_.report(id, Report::kUseless, now);
    }
    plan(now);
    return true;
}

void StateSync::on_answer(const PeerId& id, Peer& peer, Bytes answer, Millis now) {
    const auto proof = find_state_proof(answer);
    if (proof) {
        peer.answer_bytes = answer.size();
        return sink_.take(id, std::move(answer));
    }
    peer.part.reset();
    if (proof.error() == StateAnswerError::kMalformed) {
        peer.is_liar = true;
        return host_.report(id, Report::kLie, now);
    }
    ++peer.refusals;
    peer.pause_until = now + options_.retry_ms;
}

/// The answer ends before a part that it was the first to name; before others it ends, or others begin.
void StateSync::note_size(const Peer& peer, const std::set<OpenPart>& before) {
    if (!peer.part) return;
    const auto end = open_.upper_bound(*peer.part);
    if (end != open_.end() && !before.contains(*end)) sizes_.note(*peer.part, *end, peer.answer_bytes);
}

void StateSync::on_taken(const PeerId& id, std::optional<Verdict> verdict, std::set<OpenPart> open, Millis now) {
    if (!verdict) {
        is_failed_ = true;
        return;
    }
    std::swap(open_, open);
    if (*verdict == Verdict::kBad) host_.report(id, Report::kLie, now);
    if (*verdict == Verdict::kTaken) host_.report(id, Report::kUseful, now);
    const auto found = peers_.find(id);
    if (found != peers_.end()) {
        Peer& peer = found->second;
        if (*verdict == Verdict::kTaken) note_size(peer, open);
        peer.part.reset();
        peer.refusals = 0;
        peer.is_liar |= *verdict == Verdict::kBad;
    }
    plan(now);
}

}  // namespace serinus::network::sync
