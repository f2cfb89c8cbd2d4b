/// How many tranches of assigned validators a candidate needs, and whether enough of them have approved it.
/// Observed: polkadot-node-core-approval-voting 36.0.0, approval_checking.rs. Guide: approval-voting
///
/// Tranches are taken in, the first ones first, until enough validators are assigned. One that is assigned and does not
/// approve in time is a *no-show*; each is covered by one more tranche that is not empty. Covering takes time: each
/// round of it moves the clock back by the time that a no-show has, so that those who cover are not late themselves.
#pragma once

#include <span>
#include <vector>

#include "parachain/approval/criteria.hpp"

namespace serinus::parachain {

/// Time in half seconds since the Unix epoch.
using Tick = uint64_t;
inline constexpr uint64_t kTickMs = 500;

/// The tick at which a slot begins.
constexpr Tick tick_of_slot(uint64_t slot, uint64_t slot_duration_ms) noexcept {
    return slot * (slot_duration_ms / kTickMs);
}

/// Assignments of a candidate in a block, and what this validator has to do with it.
class ApprovalEntry {
  public:
    struct Assigned {
        DelayTranche tranche = 0;
        ValidatorIndex validator;
        Tick tick = 0;  ///< when it came
    };

    explicit ApprovalEntry(size_t validators) : assigned_(validators) {}

    /// One that is there already changes nothing.
    void import_assignment(DelayTranche tranche, ValidatorIndex validator, Tick now);
    bool is_assigned(ValidatorIndex validator) const noexcept {
        return validator._0 < assigned_.size() && assigned_[validator._0];
    }
    size_t validators() const noexcept { return assigned_.size(); }
    size_t assignment_count() const noexcept { return assigned_.count_ones(); }
    const std::vector<Assigned>& assignments() const noexcept { return assignments_; }
    /// The assigned of all tranches up to this one.
    Bits assigned_up_to(DelayTranche tranche) const;

    std::optional<OwnAssignment> own;
    bool is_triggered = false;  ///< the own assignment was announced
    bool is_approved = false;

  private:
    std::vector<Assigned> assignments_;  ///< by tranche, then in the order in which they came
    Bits assigned_;
};

struct RequiredTranches {
    /// A third of all validators must approve: so many are needed that all are.
    struct All {
        friend bool operator==(All, All) = default;
    };
    /// Not enough are assigned yet.
    struct Pending {
        DelayTranche considered = 0;  ///< the last tranche whose time has come
        std::optional<Tick> next_no_show;
        DelayTranche maximum_broadcast = 0;  ///< up to which tranche validators announce themselves
        Tick clock_drift = 0;                ///< how far the clock is moved back
        friend bool operator==(const Pending&, const Pending&) = default;
    };
    /// Those up to this tranche are enough.
    struct Exact {
        DelayTranche needed = 0;
        size_t tolerated_missing = 0;  ///< no-shows that others cover
        std::optional<Tick> next_no_show;
        std::optional<Tick> last_assignment;
        friend bool operator==(const Exact&, const Exact&) = default;
    };
    std::variant<All, Pending, Exact> v;
    friend bool operator==(const RequiredTranches&, const RequiredTranches&) = default;
};

struct RequiredResult {
    RequiredTranches required;
    size_t no_shows = 0;
    std::vector<ValidatorIndex> no_show_validators;  ///< fewer than 20, for the log
};

/// `approvals`: by validator. `tranche_now`: the ticks since the block's slot began. Cost: of the tranches that are
/// there.
RequiredResult tranches_to_approve(const ApprovalEntry& entry, const Bits& approvals, DelayTranche tranche_now,
                                   Tick block_tick, Tick no_show_duration, size_t needed_approvals);

/// Of these assignments the no-shows, and when the next one may become one.
struct NoShows {
    std::vector<ValidatorIndex> validators;
    std::optional<Tick> next;
};
NoShows find_no_shows(std::span<const ApprovalEntry::Assigned> assignments, const Bits& approvals, Tick clock_drift,
                      Tick block_tick, Tick no_show_duration, Tick drifted_now);

struct Approved {
    bool is_approved = false;
    bool by_one_third = false;            ///< whatever the tranches
    std::optional<Tick> last_assignment;  ///< of those that count
};

/// The same as approved or not at a time: assignments that came less than this before do not count, so that all nodes
/// have had a chance to see those of others.
inline constexpr Tick kApprovalDelay = 2;

Approved check_approval(const ApprovalEntry& entry, const Bits& approvals, const RequiredTranches& required);
bool is_approved_at(const Approved& approved, Tick now) noexcept;

/// Whether the own assignment is to be announced, and the candidate checked.
bool should_trigger(const ApprovalEntry& entry, const Bits& approvals, const RequiredTranches& required,
                    DelayTranche tranche_now);

/// When to look at the candidate again; nothing if only a message can change it.
std::optional<Tick> next_wakeup(const ApprovalEntry& entry, const RequiredTranches& required, Tick block_tick,
                                Tick now);

}  // namespace serinus::parachain
