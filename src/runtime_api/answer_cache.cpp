#include "runtime_api/answer_cache.hpp"

namespace serinus::runtime_api {

using executor::CallError;

size_t AnswerCache::memory_of(const Entry& entry) noexcept {
    constexpr size_t kNodes = 96;  // of the list and the table, and the counter of the shared answer
    return sizeof(Entry) + kNodes + sizeof(Bytes) + entry.key.size() + entry.answer->size();
}

OrCallError<AnswerCache::Answer> AnswerCache::find_or_ask(const std::string& key, const Ask& ask,
                                                          const IsKept& is_kept) {
    std::unique_lock lock(mutex_);
    for (;;) {
        if (const auto found = index_.find(key); found != index_.end()) {
            ++figures_.found;
            entries_.splice(entries_.begin(), entries_, found->second);
            return found->second->answer;
        }
        const auto under_way = flights_.find(key);
        if (under_way == flights_.end()) break;
        const std::shared_ptr<Flight> flight = under_way->second;
        has_landed_.wait(lock, [&] { return flight->has_ended; });
        if (!flight->answer) continue;  // interrupted: this caller's limits are others
        ++figures_.joined;
        return *flight->answer;
    }
    const auto flight = std::make_shared<Flight>();
    flights_.emplace(key, flight);
    ++figures_.asked;
    const uint64_t generation = generation_;
    lock.unlock();

    auto bytes = ask();
    OrCallError<Answer> answer = Answer();
    bool keeps = false;
    if (bytes) {
        keeps = bytes->size() <= limits_.answer_bytes && is_kept(*bytes);
        bytes->shrink_to_fit();
        answer = std::make_shared<const Bytes>(*std::move(bytes));
    } else {
        answer = Err(std::move(bytes).error());
    }

    lock.lock();
    if (keeps && generation == generation_) put(key, *answer);
    if (answer || answer.error().kind != CallError::Kind::kInterrupted) flight->answer = answer;
    flight->has_ended = true;
    // After clear() another call may be under way for the same key.
    if (const auto own = flights_.find(key); own != flights_.end() && own->second == flight) flights_.erase(own);
    lock.unlock();
    has_landed_.notify_all();
    return answer;
}

void AnswerCache::put(const std::string& key, Answer answer) {
    entries_.push_front({key, std::move(answer)});
    index_.emplace(entries_.front().key, entries_.begin());
    figures_.bytes += memory_of(entries_.front());
    while (entries_.size() > limits_.entries || figures_.bytes > limits_.bytes) {
        figures_.bytes -= memory_of(entries_.back());
        index_.erase(entries_.back().key);
        entries_.pop_back();
    }
    figures_.entries = entries_.size();
}

void AnswerCache::clear() {
    const std::lock_guard lock(mutex_);
    ++generation_;
    flights_.clear();
    index_.clear();
    entries_.clear();
    figures_.entries = 0;
    figures_.bytes = 0;
}

AnswerCache::Figures AnswerCache::figures() const {
    const std::lock_guard lock(mutex_);
    return figures_;
}

}  // namespace serinus::runtime_api
