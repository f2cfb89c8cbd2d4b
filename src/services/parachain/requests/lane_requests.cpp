#include "services/parachain/requests/lane_requests.hpp"

namespace serinus::services::paras {

bool LaneRequests::has_room(RequestKind kind) const {
    const auto found = waiting_of_.find(kind);
    return found == waiting_of_.end() || found->second < kMaxRequests;
}

void LaneRequests::request(const PeerId& peer, RequestKind kind, Bytes content, std::optional<RequestKind> fallback,
                           OnAnswer on_answer) {
    if (!has_room(kind)) {
        (void)lane_.post_always([kind, on_answer = std::move(on_answer)]() mutable { on_answer(kind, std::nullopt); });
        return;
    }
    const RequestToken token = next_token_++;
    waiting_.emplace(token, std::pair(kind, std::move(on_answer)));
    ++waiting_of_[kind];
    network_->post([this, token, peer, kind, content = std::move(content), fallback](network::Parts parts) {
        asker_->ask(token, peer, kind, content, fallback, parts.scheduler.now_ms());
    });
}

void LaneRequests::answered(RequestToken token, RequestKind kind, std::optional<Bytes> answer) {
    (void)lane_.post_always([this, token, kind, answer = std::move(answer)]() mutable {
        auto found = waiting_.extract(token);
        if (found.empty()) return;
        --waiting_of_[found.mapped().first];
        found.mapped().second(kind, std::move(answer));
    });
}

}  // namespace serinus::services::paras
