#include "fork/origin/fetch_queue.hpp"

#include <algorithm>

namespace serinus::fork {

using state::Area;
using state::EntryResult;
using state::StateError;

namespace {

EntryResult failed_fetch(std::string reason) { return Err(StateError{StateError::Kind::kIo, std::move(reason)}); }

}  // namespace

void FetchQueue::post_with(Post post) {
    const std::lock_guard lock(mutex_);
    post_ = std::move(post);
}

std::shared_ptr<FetchQueue::Wanted> FetchQueue::wanted(Area area, BytesView key) {
    auto out = std::make_shared<Wanted>();
    if (!area.is_top()) out->child = to_bytes(area.child_key());
    out->key = to_bytes(key);
    return out;
}

EntryResult FetchQueue::wait_for(Area area, BytesView key) {
    const auto mine = wanted(area, key);
    Lock lock(mutex_);
    wanted_.push_back(mine);
    if (is_fetching_) mine->changed.wait(lock, [&] { return mine->answer || mine->fetches; });
    if (mine->answer) return *std::move(mine->answer);
    is_fetching_ = true;
    while (!mine->answer) fetch_some(lock);
    hand_over(lock);
    return *std::move(mine->answer);
}

bool FetchQueue::ask(Area area, BytesView key, state::TakeEntry& take) {
    auto one = wanted(area, key);
    Lock lock(mutex_);
    if (!post_) return false;
    if (asked_ >= kMaxAsked || asked_bytes_ + one->bytes() > kMaxAskedBytes) {
        auto refused = std::move(take);
        lock.unlock();
        refused(failed_fetch("too many reads wait for the origin: try again later"));
        return true;
    }
    one->take = std::move(take);
    ++asked_;
    asked_bytes_ += one->bytes();
    wanted_.push_back(std::move(one));
    if (!is_fetching_) hand_over(lock);
    return true;
}

void FetchQueue::run() {
    Lock lock(mutex_);
    while (!wanted_.empty()) fetch_some(lock);
    is_fetching_ = false;
}

/// Fetches what stands first, and answers those who want it.
void FetchQueue::fetch_some(Lock& lock) {
    std::vector<std::shared_ptr<Wanted>> group;
    while (!wanted_.empty() && group.size() < kMaxTogether &&
           (group.empty() || wanted_.front()->child == group.front()->child)) {
        group.push_back(std::move(wanted_.front()));
        wanted_.pop_front();
    }
    lock.unlock();
    const auto& child = group.front()->child;
    std::vector<BytesView> keys;
    for (const auto& one : group) keys.emplace_back(one->key);
    auto values = fetch_(child ? Area::child(*child) : Area::top(), keys);
    const size_t count = values ? std::min(values->size(), group.size()) : group.size();
    const auto answer_of = [&](size_t i) {
        return values ? EntryResult(std::move((*values)[i])) : failed_fetch(values.error());
    };
    size_t taken = 0, taken_bytes = 0;
    for (size_t i = 0; i < count; ++i) {
        if (!group[i]->take) continue;
        ++taken;
        taken_bytes += group[i]->bytes();
        group[i]->take(answer_of(i));
    }
    lock.lock();
    asked_ -= taken;
    asked_bytes_ -= taken_bytes;
    // Those whose values were too large for one turn come first in the next.
    for (size_t i = group.size(); i > count; --i) wanted_.push_front(std::move(group[i - 1]));
    for (size_t i = 0; i < count; ++i) {
        if (group[i]->take) continue;
        group[i]->answer = answer_of(i);
        group[i]->changed.notify_one();
    }
}

/// Lets another thread fetch what is still wanted: one that waits itself, or a task.
void FetchQueue::hand_over(Lock& lock) {
    is_fetching_ = !wanted_.empty();
    if (!is_fetching_) return;
    const auto waiting = std::ranges::find_if(wanted_, [](const auto& one) { return !one->take; });
    if (waiting != wanted_.end()) {
        (*waiting)->fetches = true;
        (*waiting)->changed.notify_one();
        return;
    }
    const Post post = post_;
    lock.unlock();
    const bool is_posted = post();
    lock.lock();
    if (is_posted) return;
    // The node ends. Those who came to wait meanwhile fetch for themselves.
    std::deque<std::shared_ptr<Wanted>> refused;
    for (auto& one : std::exchange(wanted_, {})) (one->take ? refused : wanted_).push_back(std::move(one));
    asked_ = asked_bytes_ = 0;
    hand_over(lock);
    lock.unlock();
    for (const auto& one : refused) one->take(failed_fetch("the node stops"));
    lock.lock();
}

}  // namespace serinus::fork
