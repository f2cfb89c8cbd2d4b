#include "parachain/approval/tranches.hpp"

#include <algorithm>
#include <limits>

namespace serinus::parachain {
namespace {

constexpr size_t kMaxNamedNoShows = 20;

template <class T>
std::optional<T> min_of(std::optional<T> a, std::optional<T> b) {
    if (!a || !b) return a ? a : b;
    return std::min(*a, *b);
}

/// The count as tranches are taken in.
struct Count {
    size_t assignments = 0;
    size_t depth = 0;      ///< rounds of covering
    size_t covered = 0;    ///< no-shows that were
    size_t covering = 0;   ///< assignments (at depth 0) or tranches that this round still needs
    size_t uncovered = 0;  ///< no-shows for the next round
    std::optional<Tick> next_no_show;
    std::optional<Tick> last_assignment;
    size_t no_shows = 0;
    std::vector<ValidatorIndex> named;

    void take(size_t assigned, const NoShows& missing, std::optional<Tick> last) {
        const size_t covers = depth == 0 ? assigned : std::min<size_t>(assigned, 1);
        assignments += assigned;
        covering -= std::min(covering, covers);
        covered = depth == 0 ? 0 : covered + covers;
        uncovered += missing.validators.size();
        no_shows += missing.validators.size();
        next_no_show = min_of(next_no_show, missing.next);
        last_assignment = std::max(last_assignment, last);
        if (named.size() + missing.validators.size() < kMaxNamedNoShows) {
            named.insert(named.end(), missing.validators.begin(), missing.validators.end());
        }
        if (covering == 0 && uncovered > 0) {
            ++depth;
            covering = std::exchange(uncovered, 0);
        }
    }

    RequiredTranches required(DelayTranche tranche, size_t needed, size_t validators, Tick no_show_duration) const {
        const size_t to_cover = depth == 0 ? 0 : covering;
        if (depth != 0 && assignments + to_cover + uncovered >= validators) return {RequiredTranches::All{}};
        if (assignments >= needed && to_cover + uncovered == 0) {
            return {RequiredTranches::Exact{tranche, covered, next_no_show, last_assignment}};
        }
        const DelayTranche broadcast = depth == 0 ? std::numeric_limits<DelayTranche>::max()
                                                  : tranche + static_cast<DelayTranche>(to_cover + uncovered);
        return {RequiredTranches::Pending{tranche, next_no_show, broadcast, depth * no_show_duration}};
    }
};

}  // namespace

void ApprovalEntry::import_assignment(DelayTranche tranche, ValidatorIndex validator, Tick now) {
    if (validator._0 >= assigned_.size() || assigned_[validator._0]) return;
    assigned_.set(validator._0, true);
    // Hundreds of blocks may wait, each with hundreds of candidates: memory grows by steps rather than by doubling.
    constexpr size_t kStep = 8;
    if (assignments_.size() == assignments_.capacity()) assignments_.reserve(assignments_.size() + kStep);
    const auto at = std::ranges::upper_bound(assignments_, tranche, {}, &Assigned::tranche);
    assignments_.insert(at, {tranche, validator, now});
}

Bits ApprovalEntry::assigned_up_to(DelayTranche tranche) const {
    Bits out(assigned_.size());
    for (const Assigned& one : assignments_) {
        if (one.tranche > tranche) break;
        out.set(one.validator._0, true);
    }
    return out;
}

NoShows find_no_shows(std::span<const ApprovalEntry::Assigned> assignments, const Bits& approvals, Tick clock_drift,
                      Tick block_tick, Tick no_show_duration, Tick drifted_now) {
    NoShows out;
    for (const auto& [tranche, validator, tick] : assignments) {
        if (validator._0 >= approvals.size() || approvals[validator._0]) continue;
        const Tick since = std::max(tick, block_tick);
        const Tick late_at = since - std::min(since, clock_drift) + no_show_duration;
        if (late_at <= drifted_now) {
            out.validators.push_back(validator);
        } else {
            out.next = min_of(out.next, std::optional(late_at + clock_drift));
        }
    }
    return out;
}

RequiredResult tranches_to_approve(const ApprovalEntry& entry, const Bits& approvals, DelayTranche tranche_now,
                                   Tick block_tick, Tick no_show_duration, size_t needed_approvals) {
    const Tick now = block_tick + tranche_now;
    std::span<const ApprovalEntry::Assigned> left(entry.assignments());  // of this tranche and later ones
    Count count;
    count.covering = needed_approvals;
    RequiredTranches required;
    for (DelayTranche tranche = 0;;) {
        const Tick drift = count.depth * no_show_duration;
        const Tick drifted_now = now - std::min(now, drift);
        const auto drifted_tranche = static_cast<DelayTranche>(drifted_now - std::min(drifted_now, block_tick));
        if (tranche > drifted_tranche) break;
        const auto end = std::ranges::upper_bound(left, tranche, {}, &ApprovalEntry::Assigned::tranche);
        const auto assignments = left.first(static_cast<size_t>(end - left.begin()));
        std::optional<Tick> last;
        for (const auto& one : assignments) last = std::max(last, std::optional(one.tick));
        const size_t depth_before = count.depth;
        count.take(assignments.size(),
                   find_no_shows(assignments, approvals, drift, block_tick, no_show_duration, drifted_now), last);
        required = count.required(tranche, needed_approvals, entry.validators(), no_show_duration);
        if (!std::holds_alternative<RequiredTranches::Pending>(required.v)) break;
        if (!assignments.empty()) {
            left = left.subspan(assignments.size());
            ++tranche;
        } else if (count.depth != depth_before) {
            ++tranche;
        } else {
            // Empty tranches change nothing more: go on with the next that is there, or with the last whose time has
            // come.
            const DelayTranche there = left.empty() ? drifted_tranche : left.front().tranche;
            tranche = std::max(tranche + 1, std::min(there, drifted_tranche));
        }
    }
    return {required, count.no_shows, std::move(count.named)};
}

Approved check_approval(const ApprovalEntry& entry, const Bits& approvals, const RequiredTranches& required) {
    if (3 * approvals.count_ones() > approvals.size()) return {true, true, std::nullopt};
    const auto* exact = std::get_if<RequiredTranches::Exact>(&required.v);
    if (exact == nullptr) return {};
    const Bits assigned = entry.assigned_up_to(exact->needed);
    size_t approved = 0;
    for (size_t i = 0; i < std::min(assigned.size(), approvals.size()); ++i) approved += assigned[i] && approvals[i];
    if (approved + exact->tolerated_missing < assigned.count_ones()) return {};
    return {true, false, exact->last_assignment};
}

bool is_approved_at(const Approved& approved, Tick now) noexcept {
    const Tick latest = now - std::min(now, kApprovalDelay);
    return approved.is_approved && (!approved.last_assignment || *approved.last_assignment <= latest);
}

bool should_trigger(const ApprovalEntry& entry, const Bits& approvals, const RequiredTranches& required,
                    DelayTranche tranche_now) {
    if (!entry.own || entry.is_triggered) return false;
    if (entry.own->tranche == 0) return true;
    if (std::holds_alternative<RequiredTranches::All>(required.v)) {
        return !check_approval(entry, approvals, required).is_approved;
    }
    const auto* pending = std::get_if<RequiredTranches::Pending>(&required.v);
    if (pending == nullptr) return false;
    const auto drift = static_cast<DelayTranche>(pending->clock_drift);
    const DelayTranche drifted_tranche = tranche_now - std::min(tranche_now, drift);
    return entry.own->tranche <= pending->maximum_broadcast && entry.own->tranche <= drifted_tranche;
}

std::optional<Tick> next_wakeup(const ApprovalEntry& entry, const RequiredTranches& required, Tick block_tick,
                                Tick now) {
    if (entry.is_approved) return std::nullopt;
    if (const auto* exact = std::get_if<RequiredTranches::Exact>(&required.v)) {
        std::optional<Tick> counted;
        if (exact->last_assignment && *exact->last_assignment + kApprovalDelay > now) {
            counted = *exact->last_assignment + kApprovalDelay;
        }
        return min_of(counted, exact->next_no_show);
    }
    const auto* pending = std::get_if<RequiredTranches::Pending>(&required.v);
    if (pending == nullptr) return std::nullopt;
    std::optional<Tick> next_tranche;
    const auto later =
        std::ranges::upper_bound(entry.assignments(), pending->considered, {}, &ApprovalEntry::Assigned::tranche);
    if (later != entry.assignments().end()) next_tranche = later->tranche;
    if (entry.own && !entry.is_triggered && entry.own->tranche > pending->considered) {
        next_tranche = min_of(next_tranche, std::optional<Tick>(entry.own->tranche));
    }
    if (next_tranche) *next_tranche += block_tick + pending->clock_drift;
    return min_of(next_tranche, pending->next_no_show);
}

}  // namespace serinus::parachain
