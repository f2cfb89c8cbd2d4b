#include "services/parachain/requests/requester.hpp"

namespace serinus::services::paras {

namespace link = network::link;

void Requester::ask(RequestToken token, const PeerId& peer, RequestKind kind, const Bytes& content,
                    std::optional<RequestKind> fallback, Millis now) {
    const auto id = host_.request(*this, peer, protocols_.at(kind), content, now);
    if (!id) return sink_.answered(token, kind, std::nullopt);
    running_.emplace(*id, Running{token, kind, fallback ? content : Bytes(), fallback});
}

void Requester::on_request(link::RequestEvent event, Millis now) {
    if (auto* received = std::get_if<link::ResponseReceived>(&event)) {
        const auto found = running_.extract(received->request);
        if (found.empty()) return;
        return sink_.answered(found.mapped().token, found.mapped().kind, std::move(received->response));
    }
    const auto* failed = std::get_if<link::RequestFailed>(&event);
    if (failed == nullptr) return;
    auto found = running_.extract(failed->request);
    if (found.empty()) return;
    const Running& one = found.mapped();
    if (one.fallback && failed->error == link::RequestError::kRefused) {
        return ask(one.token, failed->peer, *one.fallback, one.content, std::nullopt, now);
    }
    sink_.answered(one.token, one.kind, std::nullopt);
}

}  // namespace serinus::services::paras
