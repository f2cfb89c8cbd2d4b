/// The bodies of bags_list.hpp. What is written twice in the reference is written twice here: the counter of nodes
/// shows it while a block is traced, the state does not.
#pragma once

#include "runtime/pallets/bags_list/bags_list.hpp"

namespace serinus::pallet_bags_list {

template <class T>
DispatchResult Pallet<T>::checked(Result<void, ListError> result) {
    if (!result) return DispatchError(Error{typename Error::List{result.error()}});
    return {};
}

template <class T>
bool Pallet<T>::is_locked() {
    return storage.Lock.exists();
}

template <class T>
DispatchResult Pallet<T>::ensure_unlocked() {
    ENSURE(!is_locked(), DispatchError(Error{typename Error::Locked{}}));
    return {};
}

template <class T>
DispatchResult Pallet<T>::rebag::operator()(Signed) const {
    const AccountId who = TRY(T::System::lookup(dislocated));
    TRY(ensure_unlocked());
    return checked(rebag_now(who));
}

template <class T>
DispatchResult Pallet<T>::put_in_front_of::operator()(Signed heavier) const {
    const AccountId behind = TRY(T::System::lookup(lighter));
    TRY(ensure_unlocked());
    return checked(move_in_front_of(behind, heavier));
}

template <class T>
DispatchResult Pallet<T>::put_in_front_of_other::operator()(Signed) const {
    const AccountId behind = TRY(T::System::lookup(lighter));
    const AccountId before = TRY(T::System::lookup(heavier));
    TRY(ensure_unlocked());
    return checked(move_in_front_of(behind, before));
}

// Bags by their place: those of the thresholds, then the one above them.

template <class T>
size_t Pallet<T>::bag_count() {
    constexpr auto& kThresholds = T::kConstants.BagThresholds;
    const bool last_is_all = !kThresholds.empty() && kThresholds.back() == max_value<Score>();
    return kThresholds.size() + (last_is_all ? 0 : 1);
}

template <class T>
auto Pallet<T>::bag_upper(size_t index) -> Score {
    return index < T::kConstants.BagThresholds.size() ? T::kConstants.BagThresholds[index] : max_value<Score>();
}

template <class T>
auto Pallet<T>::notional_bag_for(Score score) -> Score {
    const auto& thresholds = T::kConstants.BagThresholds;
    return bag_upper(static_cast<size_t>(std::ranges::lower_bound(thresholds, score) - thresholds.begin()));
}

template <class T>
auto Pallet<T>::iter() -> Walk {
    Walk walk;
    walk.bags_left_ = bag_count();
    return walk;
}

/// Observed: Kusama 1.0.0: behind the bag of `start` only bags of thresholds follow, as that one is the highest.
template <class T>
auto Pallet<T>::iter_from(const AccountId& start) -> Result<Walk, ListError> {
    const auto node = storage.ListNodes.get(start);
    ENSURE(node.has_value(), ListError::NodeNotFound);
    const auto& thresholds = T::kConstants.BagThresholds;
    Walk walk;
    walk.next_in_bag_ = node->next;
    walk.bags_left_ = static_cast<size_t>(std::ranges::lower_bound(thresholds, node->bag_upper) - thresholds.begin());
    return walk;
}

template <class T>
std::optional<AccountId> Pallet<T>::Walk::next() {
    while (true) {
        if (next_in_bag_) {
            const auto node = storage.ListNodes.get(*next_in_bag_);
            next_in_bag_ = node ? node->next : std::nullopt;
            if (node) return node->id;
        }
        if (bags_left_ == 0) return std::nullopt;
        const auto bag = storage.ListBags.get(bag_upper(--bags_left_));
        if (bag) next_in_bag_ = bag->head;
    }
}

template <class T>
auto Pallet<T>::get_score(const AccountId& who) -> Result<Score, ListError> {
    const auto node = storage.ListNodes.get(who);
    ENSURE(node.has_value(), ListError::NodeNotFound);
    return node->score;
}

template <class T>
Result<void, ListError> Pallet<T>::on_insert(const AccountId& who, Score score) {
    ENSURE(!is_locked(), ListError::Locked);
    ENSURE(!contains(who), ListError::Duplicate);
    insert(who, score);
    return {};
}

template <class T>
Result<void, ListError> Pallet<T>::on_update(const AccountId& who, Score score) {
    ENSURE(!is_locked(), ListError::Locked);
    return update(who, score);
}

template <class T>
Result<void, ListError> Pallet<T>::on_remove(const AccountId& who) {
    ENSURE(!is_locked(), ListError::Locked);
    return remove(who);
}

template <class T>
Result<void, ListError> Pallet<T>::rebag_now(const AccountId& who) {
    const std::optional<Score> score = T::ScoreProvider::score(who);
    if (!score) return remove(who);
    if (contains(who)) return update(who, *score);
    insert(who, *score);
    return {};
}

/// At most one more than MaxAutoRebagPerBlock. The one that comes first may have left the list meanwhile.
template <class T>
std::vector<AccountId> Pallet<T>::next_accounts() {
    constexpr size_t kMost = size_t{T::kConstants.MaxAutoRebagPerBlock} + 1;
    std::vector<AccountId> accounts;
    Walk walk = iter();
    if (const auto first = storage.NextNodeAutoRebagged.get()) {
        accounts.push_back(*first);
        if (auto rest = iter_from(*first)) walk = *std::move(rest);
    }
    while (accounts.size() < kMost) {
        const auto next = walk.next();
        if (!next) break;
        accounts.push_back(*next);
    }
    return accounts;
}

template <class T>
Weight Pallet<T>::on_idle(BlockNumber, Weight remaining) {
    constexpr uint32_t kMost = T::kConstants.MaxAutoRebagPerBlock;
    const Weight weight = T::kWeights.on_idle();
    if (!weight.all_lte(remaining)) return Weight::zero();
    if (kMost == 0 || count() == 0 || is_locked()) return weight;

    std::vector<AccountId> accounts = next_accounts();
    std::optional<AccountId> next;
    if (accounts.size() > kMost) {
        next = accounts.back();
        accounts.pop_back();
    }
    for (const AccountId& who : accounts) static_cast<void>(rebag_now(who));
    if (next && std::ranges::find(accounts, *next) == accounts.end()) {
        storage.NextNodeAutoRebagged.put(*next);
    } else {
        storage.NextNodeAutoRebagged.remove();
    }
    return weight;
}

template <class T>
void Pallet<T>::insert(const AccountId& who, Score score) {
    append_node(notional_bag_for(score), {.id = who, .score = score});
}

template <class T>
Result<void, ListError> Pallet<T>::update(const AccountId& who, Score score) {
    auto node = storage.ListNodes.get(who);
    ENSURE(node.has_value(), ListError::NodeNotFound);
    node->score = score;
    const Score from = node->bag_upper;
    const Score to = notional_bag_for(score);
    if (from == to) {
        storage.ListNodes.put(who, *node);
    } else {
        if (!node->is_terminal()) {
            excise(*node);
        } else if (auto bag = storage.ListBags.get(from)) {
            remove_node(*bag, *node);
            put_bag(from, *bag);
        }
        append_node(to, *std::move(node));
        deposit_event(typename Event::Rebagged{who, from, to});
    }
    deposit_event(typename Event::ScoreUpdated{who, score});
    return {};
}

template <class T>
Result<void, ListError> Pallet<T>::remove(const AccountId& who) {
    const auto node = storage.ListNodes.get(who);
    ENSURE(node.has_value(), ListError::NodeNotFound);
    if (!node->is_terminal()) {
        excise(*node);
    } else {
        Bag bag = storage.ListBags.get(node->bag_upper).value_or(Bag{});
        remove_node(bag, *node);
        put_bag(node->bag_upper, bag);
    }
    storage.ListNodes.remove(who);
    return {};
}

template <class T>
Result<void, ListError> Pallet<T>::move_in_front_of(const AccountId& lighter, const AccountId& heavier) {
    auto behind = storage.ListNodes.get(lighter);
    ENSURE(behind.has_value(), ListError::NodeNotFound);
    auto node = storage.ListNodes.get(heavier);
    ENSURE(node.has_value(), ListError::NodeNotFound);
    ENSURE(behind->bag_upper == node->bag_upper, ListError::NotInSameBag);
    ENSURE(T::ScoreProvider::score(heavier) > T::ScoreProvider::score(lighter), ListError::NotHeavier);

    TRY(remove(heavier));
    behind = storage.ListNodes.get(lighter);  // it may have been the neighbour
    ENSURE(behind.has_value(), ListError::NodeNotFound);
    node->prev = behind->prev;
    if (behind->prev) {
        if (auto before = storage.ListNodes.get(*behind->prev)) {
            before->next = heavier;
            storage.ListNodes.put(before->id, *before);
        }
    } else if (auto bag = storage.ListBags.get(behind->bag_upper)) {
        bag->head = heavier;
        put_bag(behind->bag_upper, *bag);
    }
    node->next = lighter;
    behind->prev = heavier;
    storage.ListNodes.put(lighter, *behind);
    storage.ListNodes.put(heavier, *node);
    return {};
}

template <class T>
void Pallet<T>::put_bag(Score upper, const Bag& bag) {
    if (bag.is_empty()) {
        storage.ListBags.remove(upper);
    } else {
        storage.ListBags.put(upper, bag);
    }
}

/// Joins the neighbours of a node.
template <class T>
void Pallet<T>::excise(const Node& node) {
    if (auto prev = node.prev ? storage.ListNodes.get(*node.prev) : std::nullopt) {
        prev->next = node.next;
        storage.ListNodes.put(prev->id, *prev);
    }
    if (auto next = node.next ? storage.ListNodes.get(*node.next) : std::nullopt) {
        next->prev = node.prev;
        storage.ListNodes.put(next->id, *next);
    }
}

template <class T>
void Pallet<T>::remove_node(Bag& bag, const Node& node) {
    excise(node);
    if (bag.tail == node.id) bag.tail = node.prev;
    if (bag.head == node.id) bag.head = node.next;
}

/// Writes the node as the tail of a bag.
template <class T>
void Pallet<T>::append_node(Score upper, Node node) {
    Bag bag = storage.ListBags.get(upper).value_or(Bag{});
    if (bag.tail != node.id) {
        node.bag_upper = upper;
        node.prev = bag.tail;
        node.next = std::nullopt;
        storage.ListNodes.put(node.id, node);
        if (auto old_tail = bag.tail ? storage.ListNodes.get(*bag.tail) : std::nullopt) {
            old_tail->next = node.id;
            storage.ListNodes.put(old_tail->id, *old_tail);
        }
        bag.tail = node.id;
        if (!bag.head) bag.head = node.id;
    }
    put_bag(upper, bag);
}

template <class T>
void Pallet<T>::integrity_test() {
    const auto& thresholds = T::kConstants.BagThresholds;
    for (size_t i = 1; i < thresholds.size(); ++i) SERINUS_ASSERT(thresholds[i - 1] < thresholds[i]);
}

template <class T>
TryStateResult Pallet<T>::try_state() {
    std::set<AccountId> seen;
    for (size_t i = 0; i < bag_count(); ++i) {
        const Score upper = bag_upper(i);
        const auto bag = storage.ListBags.get(upper);
        if (!bag) continue;
        std::optional<AccountId> last;
        for (auto at = bag->head; at;) {
            ENSURE(seen.insert(*at).second, std::string("an account is twice in the list"));
            const auto node = storage.ListNodes.get(*at);
            ENSURE(node && node->id == *at && node->bag_upper == upper,
                   std::string("an account is in a bag that its node does not name"));
            ENSURE(node->prev == last, std::string("a node does not know its predecessor"));
            last = *at;
            at = node->next;
        }
        ENSURE(bag->tail == last, std::string("a bag does not end with its tail"));
    }
    uint32_t nodes = 0;
    auto keys = storage.ListNodes.iter_keys();
    while (const auto key = keys.next()) {
        ++nodes;
        ENSURE(seen.contains(*key), std::string("a node is in no bag"));
    }
    ENSURE(nodes == count(), std::string("as many nodes as the counter says"));
    return {};
}

template <class T>
auto Pallet<T>::scores::operator()() const -> std::pair<std::optional<Score>, std::optional<Score>> {
    const auto node = storage.ListNodes.get(who);
    return {node ? std::optional(node->score) : std::nullopt, T::ScoreProvider::score(who)};
}

}  // namespace serinus::pallet_bags_list
