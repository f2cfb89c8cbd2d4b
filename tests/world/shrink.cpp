#include "tests/world/shrink.hpp"

#include <numeric>

namespace serinus::world {
namespace {

class Shrinker {
  public:
    Shrinker(Shrunk& best, const WorldOptions& options, size_t max_runs)
        : best_(best), options_(options), max_runs_(max_runs), rule_(best.report.violations.front().rule) {}

    void run() {
        shorten();
        drop_faults();
        for (size_t nodes = 1; nodes < best_.plan.nodes; ++nodes) {
            if (try_nodes(nodes)) {
                drop_faults();
                break;
            }
        }
        shorten();
    }

  private:
    /// Whether a plan fails by the same rule; it is then the best one.
    bool take(const Plan& plan) {
        if (best_.runs >= max_runs_) return false;
        ++best_.runs;
        WorldOptions quiet = options_;
        quiet.log = {};
        Report report = run_world(plan, quiet);
        if (report.violations.empty() || report.violations.front().rule != rule_) return false;
        best_.plan = plan;
        best_.report = std::move(report);
        return true;
    }
    void shorten() {
        Plan plan = best_.plan;
        const uint64_t needed = best_.report.violations.front().at_ms + 1;
        if (needed >= plan.until_ms) return;
        plan.until_ms = needed;
        (void)take(plan);
    }
    static std::vector<size_t> indices_of(const Plan& plan) {
        if (plan.kept.size() == plan.faults.size()) return plan.kept;
        std::vector<size_t> all(plan.faults.size());
        std::iota(all.begin(), all.end(), size_t{0});
        return all;
    }
    void drop_faults() {
        for (size_t piece = std::max<size_t>(best_.plan.faults.size(), 1);; piece /= 2) {
            for (size_t at = 0; at < best_.plan.faults.size();) {
                std::vector<size_t> kept = indices_of(best_.plan);
                const auto first = kept.begin() + static_cast<std::ptrdiff_t>(at);
                kept.erase(first, first + static_cast<std::ptrdiff_t>(std::min(piece, kept.size() - at)));
                if (!take(with_faults(best_.plan, kept))) at += piece;
            }
            if (piece == 1) return;
        }
    }
    bool try_nodes(size_t nodes) {
        Plan plan = make_plan(best_.plan.seed, nodes);
        plan.until_ms = best_.plan.until_ms;
        return take(plan);
    }

    Shrunk& best_;
    const WorldOptions& options_;
    size_t max_runs_;
    Rule rule_;
};

}  // namespace

Shrunk shrink(const Plan& plan, const Report& report, const WorldOptions& options, size_t max_runs) {
    Shrunk best{plan, report, 0};
    Shrinker(best, options, max_runs).run();
    return best;
}

}  // namespace serinus::world
