#include "parachain/availability/recovery.hpp"

#include "base/chacha20.hpp"

namespace serinus::parachain {

Recovery::Recovery(const erasure::Code& code, RecoveryOptions options,
                   const std::vector<std::pair<ValidatorIndex, ErasureChunk>>& own_chunks, const ByteArray<32>& seed)
    : code_(code), options_(std::move(options)) {
    ChaCha20 random(seed);
    backers_spare_ = options_.backers;
    size_t own_chunk_size = 0;
    for (const auto& [validator, chunk] : own_chunks) {
        if (!is_valid(chunk)) continue;
        own_chunk_size = chunk.chunk.size();
        chunks_.emplace(chunk.index, chunk.chunk);
        have_chunk_of_.insert(validator);
    }
    if (own_chunk_size > 0 && own_chunk_size * code_.k() < options_.small_data_size) {
        backers_left_ = options_.backers;
        random.shuffle(std::span(backers_left_));
    }
    for (uint32_t i = 0; i < code_.validators(); ++i) any_order_.push_back({i});
    random.shuffle(std::span(any_order_));
}

bool Recovery::is_valid(const ErasureChunk& chunk) const {
    return chunk.index < code_.validators() && erasure::check_chunk(options_.erasure_root, chunk.proof, chunk.index,
                                                                    chunk.chunk) == erasure::Verdict::kValid;
}

void Recovery::start(Millis now, Effects& out) { ask_backer(now, out); }

void Recovery::ask_backer(Millis now, Effects& out) {
    if (backers_left_.empty()) {
        next_strategy(now, out);
        return;
    }
    const ValidatorIndex target = backers_left_.back();
    backers_left_.pop_back();
    asked_.emplace(Ask(target, target), now);
    out.push_back({Effect::RequestData{target}});
}

void Recovery::on_data(ValidatorIndex target, std::optional<AvailableData> data, Millis now, Effects& out) {
    if (strategy_ != Strategy::kBackers || is_checking_ || asked_.erase(Ask(target, target)) == 0) return;
    if (!data) {
        ask_backer(now, out);
        return;
    }
    is_checking_ = true;
    out.push_back({Effect::Check{*std::move(data)}});
}

void Recovery::on_checked(std::optional<AvailableData> data, Millis now, Effects& out) {
    if (!std::exchange(is_checking_, false) || is_done()) return;
    if (data) {
        strategy_ = Strategy::kDone;
        out.push_back({Effect::Recovered{*std::move(data)}});
    } else if (strategy_ == Strategy::kBackers) {
        ask_backer(now, out);  // this one lies; another may not
    } else {
        finish(out, true);  // from chunks that the root names: nobody will find anything else
    }
}

void Recovery::finish(Effects& out, bool is_invalid) {
    strategy_ = Strategy::kDone;
    out.push_back({Effect::Failed{is_invalid}});
}

void Recovery::next_strategy(Millis now, Effects& out) {
    asked_.clear();
    queue_.clear();
    const bool may_be_systematic =
        strategy_ == Strategy::kBackers && options_.core && options_.mapping == erasure::ChunkMapping::kByCore;
    if (may_be_systematic) {
        strategy_ = Strategy::kSystematic;
        for (uint32_t chunk = 0; chunk < code_.k(); ++chunk) {
            const ValidatorIndex keeper{erasure::validator_of_chunk(code_, options_.mapping, options_.core->_0, chunk)};
            if (!chunks_.contains(chunk)) queue_.emplace_back(keeper, keeper);
        }
    } else if (strategy_ == Strategy::kAny) {
        finish(out, false);
        return;
    } else {
        strategy_ = Strategy::kAny;
        for (const ValidatorIndex validator : any_order_) {
            if (have_chunk_of_.contains(validator)) continue;
            if (may_ask_again({validator, validator})) queue_.emplace_back(validator, validator);
        }
    }
    proceed(now, out);
}

size_t Recovery::needed() const noexcept {
    return strategy_ == Strategy::kSystematic ? code_.k() : *erasure::recovery_threshold(code_.validators());
}

size_t Recovery::count_chunks() const {
    if (strategy_ != Strategy::kSystematic) return chunks_.size();
    return static_cast<size_t>(std::distance(chunks_.begin(), chunks_.lower_bound(static_cast<uint32_t>(code_.k()))));
}

size_t Recovery::desired_requests() const {
    const size_t missing = needed() - std::min(needed(), count_chunks());
    size_t spare = 0;
    if (strategy_ == Strategy::kAny && errors_ > 0 && answers_ / errors_ > 0) spare = missing / (answers_ / errors_);
    return std::min(std::min(kParallel, needed()), missing + spare);
}

bool Recovery::may_ask_again(const Ask& ask) const {
    if (given_up_.contains(ask)) return false;
    const auto failures = failures_.find(ask);
    return failures == failures_.end() ||
           failures->second < (strategy_ == Strategy::kSystematic ? kSystematicTries : kAnyTries);
}

void Recovery::proceed(Millis now, Effects& out) {
    if (is_done() || strategy_ == Strategy::kBackers || is_checking_) return;
    if (count_chunks() >= needed()) {
        std::vector<std::pair<uint32_t, Bytes>> chunks(chunks_.begin(), chunks_.end());
        is_checking_ = true;
        out.push_back({Effect::Rebuild{std::move(chunks)}});
        return;
    }
    if (count_chunks() + asked_.size() + queue_.size() < needed()) {
        next_strategy(now, out);
        return;
    }
    auto waiting = static_cast<size_t>(std::count_if(
        asked_.begin(), asked_.end(), [&](const auto& ask) { return now < ask.second + kWaitForAnswer; }));
    const size_t desired = desired_requests();
    for (; waiting < desired && !queue_.empty(); ++waiting) {
        const Ask ask = queue_.back();
        queue_.pop_back();
        asked_.insert_or_assign(ask, now);
        out.push_back({Effect::RequestChunk{ask.first, ask.second}});
    }
}

void Recovery::on_chunk(ValidatorIndex target, ValidatorIndex chunk_of, std::variant<ErasureChunk, NoChunk> answer,
                        Millis now, Effects& out) {
    const Ask ask(target, chunk_of);
    if (is_done() || asked_.erase(ask) == 0) return;
    if (strategy_ == Strategy::kAny) ++answers_;
    auto* chunk = std::get_if<ErasureChunk>(&answer);
    if (chunk != nullptr && is_valid(*chunk)) {
        chunks_.insert_or_assign(chunk->index, std::move(chunk->chunk));
        have_chunk_of_.insert(chunk_of);
        proceed(now, out);
        return;
    }
    if (strategy_ == Strategy::kAny) ++errors_;
    if (chunk != nullptr || std::get<NoChunk>(answer) == NoChunk::kNone) {
        given_up_.insert(ask);
    } else {
        ++failures_[ask];
    }
    if (may_ask_again(ask)) {
        queue_.push_front(ask);
    } else if (strategy_ == Strategy::kSystematic) {
        // A backer has all chunks.
        const auto backer = std::find_if(backers_spare_.begin(), backers_spare_.end(), [&](ValidatorIndex one) {
            return !given_up_.contains({one, chunk_of}) && !failures_.contains({one, chunk_of});
        });
        if (backer != backers_spare_.end()) {
            queue_.emplace_front(*backer, chunk_of);
            backers_spare_.erase(backer);
        }
    }
    proceed(now, out);
}

void Recovery::on_time(Millis now, Effects& out) { proceed(now, out); }

std::optional<Millis> Recovery::wake_at(Millis now) const {
    std::optional<Millis> out;
    if (is_done() || is_checking_ || strategy_ == Strategy::kBackers || queue_.empty()) return out;
    for (const auto& [ask, since] : asked_) {
        const Millis end = since + kWaitForAnswer;
        if (end > now) out = std::min(out.value_or(end), end);
    }
    return out;
}

std::optional<AvailableData> check_recovered(const erasure::Code& code, const RecoveryOptions& options,
                                             AvailableData data) {
    if (options.compares_pov_hash_only) {
        if (data.pov.hash() != options.pov_hash) return std::nullopt;
        return data;
    }
    if (erasure::check_payload(code, scale::encode(data), options.erasure_root) != erasure::Verdict::kValid) {
        return std::nullopt;
    }
    return data;
}

std::optional<AvailableData> rebuild_recovered(const erasure::Code& code, const RecoveryOptions& options,
                                               const std::vector<std::pair<uint32_t, Bytes>>& chunks) {
    std::vector<erasure::ReceivedChunk> received;
    received.reserve(chunks.size());
    for (const auto& [index, bytes] : chunks) received.push_back({index, bytes});
    const auto payload = code.rebuild(received);
    if (!payload) return std::nullopt;
    BytesView input = payload.value();
    auto data = scale::take<AvailableData>(input);  // behind it are zeros
    if (!data) return std::nullopt;
    return check_recovered(code, options, std::move(data.value()));
}

}  // namespace serinus::parachain
