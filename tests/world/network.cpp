#include "tests/world/network.hpp"

#include <algorithm>

#include "tests/world/messages.hpp"

namespace serinus::world {
namespace {

constexpr uint64_t kMinDelayUs = 2'000;
constexpr uint64_t kMaxDelayUs = 60'000;

}  // namespace

Network::Network(platform::VirtualTime& time, const Plan& plan, FaultCounts& counts,
                 std::function<size_t(size_t)> node_of, Deliver deliver)
    : time_(time),
      plan_(plan),
      counts_(counts),
      node_of_(std::move(node_of)),
      deliver_(std::move(deliver)),
      random_(time.random()()) {}

uint64_t Network::parameter_of(FaultKind kind) const {
    const uint64_t now = time_.now_ms();
    uint64_t out = 0;
    for (const Fault& fault : plan_.faults) {
        if (fault.kind == kind && fault.at_ms <= now && now < fault.end_ms()) out = std::max(out, fault.parameter);
    }
    return out;
}

bool Network::is_on(FaultKind kind) const {
    const uint64_t now = time_.now_ms();
    return std::ranges::any_of(plan_.faults, [&](const Fault& fault) {
        return fault.kind == kind && fault.at_ms <= now && now < fault.end_ms();
    });
}

const Fault* Network::find_cut(size_t from, size_t to) const {
    const uint64_t now = time_.now_ms();
    const auto side = [](const Fault& fault, size_t node) { return (fault.parameter >> node) & 1; };
    const size_t sender = node_of_(from);
    const size_t receiver = node_of_(to);
    for (const Fault& fault : plan_.faults) {
        if (now < fault.at_ms || (heals_ && now >= fault.end_ms())) continue;
        if (fault.kind == FaultKind::kPartition && side(fault, sender) != side(fault, receiver)) return &fault;
        if (fault.kind == FaultKind::kOneWayCut && fault.node == sender) return &fault;
    }
    return nullptr;
}

void Network::lose(size_t from, size_t to) {
    ++figures_.lost;
    broken_.insert(std::minmax(from, to));
}

std::vector<std::pair<size_t, size_t>> Network::take_reconnected() {
    std::vector<std::pair<size_t, size_t>> out;
    for (auto at = broken_.begin(); at != broken_.end();) {
        if (reaches(at->first, at->second) && reaches(at->second, at->first)) {
            out.push_back(*at);
            at = broken_.erase(at);
        } else {
            ++at;
        }
    }
    return out;
}

void Network::send(size_t from, size_t to, Bytes message) {
    ++figures_.sent;
    figures_.bytes += message.size();
    uint64_t copies = 1;
    if (const uint64_t loss = parameter_of(FaultKind::kLoss); loss != 0 && random_() % 1000 < loss) {
        copies = 0;
        count(FaultKind::kLoss);
    }
    if (const uint64_t twice = parameter_of(FaultKind::kDuplication); twice != 0 && random_() % 1000 < twice) {
        copies += 1 + random_() % 2;
        count(FaultKind::kDuplication);
    }
    if (is_on(FaultKind::kLostVotes) && is_gossip(message)) {
        copies = 0;
        count(FaultKind::kLostVotes);
    }
    const Fault* cut = find_cut(from, to);
    if (cut != nullptr) count(cut->kind);
    if (cut != nullptr || copies == 0) return lose(from, to);
    const uint64_t longest = std::max(kMaxDelayUs, parameter_of(FaultKind::kDelay) * 1000);
    for (; copies > 0; --copies) {
        const uint64_t delay_drawn = kMinDelayUs + random_() % longest;
        if (delay_drawn > kMinDelayUs + kMaxDelayUs) count(FaultKind::kDelay);
        uint64_t& last_arrival_us = last_arrival_us_[{from, to, is_gossip(message)}];
        last_arrival_us = std::max(last_arrival_us, time_.now_us() + delay_drawn);
        const uint64_t delay = last_arrival_us - time_.now_us();
        time_.post_after_us(delay, [this, from, to, bytes = copies == 1 ? std::move(message) : message]() mutable {
            if (!reaches(from, to)) return lose(from, to);
            ++figures_.delivered;
            time_.trace(bytes);
            deliver_(to, from, std::move(bytes));
        });
    }
}

}  // namespace serinus::world
