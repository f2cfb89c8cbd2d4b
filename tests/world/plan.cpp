#include "tests/world/plan.hpp"

#include <algorithm>
#include <random>

namespace serinus::world {
namespace {

constexpr const char* kNames[] = {"power loss",   "kill",      "stop",       "crash at a write",   "disk full",
                                  "disk errors",  "slow disk", "partition",  "one-way cut",        "loss",
                                  "duplication",  "delay",     "lost votes", "clock skew",         "observer",
                                  "new keys",     "twin",      "bad blocks", "bad justifications", "withholds bodies",
                                  "wrong bodies", "babbles",   "floods"};
static_assert(std::size(kNames) == kFaultKinds);

class Dice {
  public:
    explicit Dice(uint64_t seed) : random_(seed) {}
    uint64_t below(uint64_t bound) { return random_() % bound; }
    uint64_t between(uint64_t low, uint64_t high) { return low + below(high - low + 1); }
    bool chance(uint64_t percent) { return below(100) < percent; }

  private:
    std::mt19937_64 random_;
};

}  // namespace

const char* to_string(FaultKind kind) noexcept { return kNames[static_cast<size_t>(kind)]; }

bool is_dishonest(FaultKind kind) noexcept { return kind >= FaultKind::kTwin && kind != FaultKind::kFloods; }

std::string Fault::to_string() const {
    std::string out = std::string(world::to_string(kind)) + ", node " + std::to_string(node);
    if (duration_ms != 0) out += ", " + std::to_string(at_ms) + " to " + std::to_string(end_ms()) + " ms";
    return parameter == 0 ? out : out + ", " + std::to_string(parameter);
}

std::string Plan::arguments() const {
    std::string out =
        "--seed " + std::to_string(seed) + " --nodes " + std::to_string(nodes) + " --until " + std::to_string(until_ms);
    if (kept.size() != faults.size()) return out;
    out += " --faults ";
    for (size_t i = 0; i < kept.size(); ++i) out += (i == 0 ? "" : ",") + std::to_string(kept[i]);
    return kept.empty() ? out + "none" : out;
}

Plan make_plan(uint64_t seed, std::optional<size_t> nodes) {
    Dice dice(seed * 0x9e3779b97f4a7c15 + 1);
    constexpr size_t kSizes[] = {1, 2, 3, 4, 4, 4, 4, 5, 5, 7};
    size_t chosen = kSizes[dice.below(std::size(kSizes))];
    /// A fault of this kind is in the plan in any case.
    const auto focus = static_cast<FaultKind>(seed % kFaultKinds);
    const bool needs_others = focus == FaultKind::kObserver || is_dishonest(focus);
    const bool needs_network = focus >= FaultKind::kPartition && focus <= FaultKind::kLostVotes;
    if (needs_others || needs_network) chosen = std::max<size_t>(chosen, needs_others ? 4 : 2);
    Plan plan;
    plan.seed = seed;
    plan.nodes = nodes.value_or(chosen);
    const size_t count = plan.nodes;
    std::vector<bool> is_liar(count);
    const auto add = [&](FaultKind kind, size_t node, uint64_t at, uint64_t duration, uint64_t parameter) {
        plan.faults.push_back({kind, node, at, duration, parameter});
    };
    if (((dice.chance(15) && !is_dishonest(focus)) || focus == FaultKind::kObserver) && count > 3)
        add(FaultKind::kObserver, count - 1, 0, 0, 0);
    const size_t validators = plan.faults.empty() ? count : count - 1;
    for (size_t i = 0; i < (validators - 1) / 3; ++i) {
        const bool is_focus = i == 0 && is_dishonest(focus);
        if (!dice.chance(50) && !is_focus) continue;
        constexpr auto kFirst = static_cast<uint64_t>(FaultKind::kTwin);
        const auto kind = static_cast<FaultKind>(kFirst + dice.below(static_cast<uint64_t>(kLastFault) - kFirst));
        add(is_focus ? focus : kind, i, 0, 0, 0);
        is_liar[i] = true;
    }
    if (dice.chance(25) || focus == FaultKind::kFloods) add(FaultKind::kFloods, dice.below(count), 0, 0, 0);
    for (size_t i = 0; i < count; ++i) {
        const bool is_focus = i == 0 && focus == FaultKind::kClockSkew;
        if (dice.chance(20) || is_focus) add(FaultKind::kClockSkew, i, 0, 0, kRightClock - 1000 + dice.below(2001));
    }
    if (dice.chance(30) || focus == FaultKind::kRotateKeys)
        add(FaultKind::kRotateKeys, dice.below(validators), dice.between(1000, 20'000), 0, 0);
    const auto add_to_network = [&](FaultKind kind, uint64_t percent, uint64_t parameter) {
        if (!dice.chance(percent) && kind != focus) return;
        const uint64_t at = dice.below(plan.heal_ms - 10'000);
        add(kind, 0, at, std::min(dice.between(10'000, plan.heal_ms), plan.heal_ms - at), parameter);
    };
    add_to_network(FaultKind::kLoss, 40, dice.between(10, 400));
    add_to_network(FaultKind::kDuplication, 30, dice.between(50, 500));
    add_to_network(FaultKind::kDelay, 40, dice.between(200, 8'000));
    add_to_network(FaultKind::kLostVotes, 5, 0);
    constexpr auto kOfMachines = static_cast<uint64_t>(FaultKind::kLoss);
    const bool is_focus_one_of_these = static_cast<uint64_t>(focus) < kOfMachines;
    for (uint64_t i = dice.below(6) + (is_focus_one_of_these ? 1 : 0); i > 0; --i) {
        const auto random_kind = static_cast<FaultKind>(dice.below(kOfMachines));
        const auto kind = i == 1 && is_focus_one_of_these ? focus : random_kind;
        const size_t node = dice.below(count);
        const uint64_t at = dice.between(2'000, plan.heal_ms - 15'000);
        const uint64_t longest = std::min<uint64_t>(plan.heal_ms - at, 40'000);
        uint64_t parameter = dice.below(1000);
        if (kind == FaultKind::kCrashAtWrite) parameter = dice.below(14);
        if (kind == FaultKind::kPartition) {
            const uint64_t all = (uint64_t{1} << count) - 1;
            parameter = 1 + dice.below(std::max<uint64_t>(all, 2) - 1);  // not all on one side
        }
        add(kind, node, at, dice.between(1'000, longest), parameter);
    }
    std::ranges::sort(plan.faults, {}, [](const Fault& fault) {
        return std::tuple(fault.at_ms, fault.kind, fault.node, fault.parameter);
    });
    return plan;
}

Plan with_faults(const Plan& plan, const std::vector<size_t>& kept) {
    Plan out = make_plan(plan.seed, plan.nodes);
    const std::vector<Fault> all = std::move(out.faults);
    out.faults.clear();
    for (const size_t index : kept) {
        if (index >= all.size()) continue;
        out.faults.push_back(all[index]);
        out.kept.push_back(index);
    }
    out.until_ms = plan.until_ms;
    return out;
}

}  // namespace serinus::world
