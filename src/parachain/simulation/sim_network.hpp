/// Time, links and faults of a simulation, all from one seed.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <random>
#include <set>

#include "parachain/candidates/candidates_test_support.hpp"

namespace serinus::parachain::simulation {

using Millis = uint64_t;

/// What happens when, in the order of time and then of coming.
class Clock {
  public:
    Millis now() const noexcept { return now_; }
    void at(Millis when, std::function<void()> action) {
        queue_.emplace(std::pair(std::max(when, now_), next_++), std::move(action));
    }
    void after(Millis delay, std::function<void()> action) { at(now_ + delay, std::move(action)); }
    void run_until(Millis end) {
        while (!queue_.empty() && queue_.begin()->first.first <= end) {
            auto first = queue_.extract(queue_.begin());
            now_ = first.key().first;
            first.mapped()();
        }
        now_ = end;
    }
    size_t waiting() const noexcept { return queue_.size(); }

  private:
    Millis now_ = 0;
    uint64_t next_ = 0;
    std::map<std::pair<Millis, uint64_t>, std::function<void()>> queue_;
};

struct LinkOptions {
    Millis min_delay = 10;
    Millis max_delay = 120;
    unsigned lost_requests_percent = 0;  ///< requests that are never answered
};

/// Links between nodes by number. Notifications of one link keep their order; a link that is cut loses what is on it.
class Links {
  public:
    Links(Clock& clock, std::mt19937_64& random, LinkOptions options)
        : clock_(clock), random_(random), options_(options) {}

    Millis delay() { return options_.min_delay + random_() % (options_.max_delay - options_.min_delay + 1); }
    /// A notification; it is lost if the link is cut before it arrives.
    void notify(uint32_t from, uint32_t to, std::function<void()> deliver) {
        if (is_cut(from, to)) return;
        Millis& last = last_[{from, to}];
        last = std::max(last, clock_.now() + delay());
        clock_.at(last, [this, from, to, cuts = cuts_[pair(from, to)], deliver = std::move(deliver)] {
            if (!is_cut(from, to) && cuts_[pair(from, to)] == cuts) deliver();
        });
    }
    /// A request: `serve` at the other end gets a function to answer with; `done` gets the answer, or nothing after
    /// `timeout`.
    template <class Answer>
    void request(uint32_t from, uint32_t to, Millis timeout,
                 std::function<void(std::function<void(std::optional<Answer>)>)> serve,
                 std::function<void(std::optional<Answer>)> done) {
        auto is_done = std::make_shared<bool>(false);
        const auto finish = [is_done, done = std::move(done)](std::optional<Answer> answer) {
            if (!std::exchange(*is_done, true)) done(std::move(answer));
        };
        clock_.after(timeout, [finish] { finish(std::nullopt); });
        const bool is_lost = is_cut(from, to) || random_() % 100 < options_.lost_requests_percent;
        if (is_lost) return;
        clock_.after(delay(), [this, from, to, serve = std::move(serve), finish] {
            serve([this, from, to, finish](std::optional<Answer> answer) {
                if (is_cut(from, to)) return;
                clock_.after(delay(), [finish, answer = std::move(answer)] { finish(answer); });
            });
        });
    }
    void cut(uint32_t a, uint32_t b) {
        if (cut_.insert(pair(a, b)).second) ++cuts_[pair(a, b)];
    }
    void heal(uint32_t a, uint32_t b) { cut_.erase(pair(a, b)); }
    bool is_cut(uint32_t a, uint32_t b) const { return cut_.contains(pair(a, b)); }

  private:
    static std::pair<uint32_t, uint32_t> pair(uint32_t a, uint32_t b) { return std::minmax(a, b); }

    Clock& clock_;
    std::mt19937_64& random_;
    LinkOptions options_;
    std::map<std::pair<uint32_t, uint32_t>, Millis> last_;
    std::set<std::pair<uint32_t, uint32_t>> cut_;
    std::map<std::pair<uint32_t, uint32_t>, uint64_t> cuts_;
};

}  // namespace serinus::parachain::simulation
