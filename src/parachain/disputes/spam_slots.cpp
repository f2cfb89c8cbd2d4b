#include "parachain/disputes/spam_slots.hpp"

namespace serinus::parachain {

bool SpamSlots::add(const DisputeKey& dispute, ValidatorIndex validator) {
    if (const auto known = voters_.find(dispute); known != voters_.end() && known->second.contains(validator)) {
        return true;
    }
    uint32_t& used = used_[{dispute.first, validator}];
    if (used >= kSlots) return false;
    ++used;
    voters_[dispute].insert(validator);
    return true;
}

void SpamSlots::clear(const DisputeKey& dispute) {
    const auto found = voters_.find(dispute);
    if (found == voters_.end()) return;
    for (const ValidatorIndex validator : found->second) {
        const auto used = used_.find({dispute.first, validator});
        if (--used->second == 0) used_.erase(used);
    }
    voters_.erase(found);
}

void SpamSlots::forget_before(SessionIndex session) {
    std::erase_if(used_, [&](const auto& entry) { return entry.first.first < session; });
    std::erase_if(voters_, [&](const auto& entry) { return entry.first.first < session; });
}

size_t SpamSlots::used_by(SessionIndex session, ValidatorIndex validator) const {
    const auto found = used_.find({session, validator});
    return found == used_.end() ? 0 : found->second;
}

}  // namespace serinus::parachain
