/// Requests of a lane to the network, carried to the network's thread, and their answers back.
#pragma once

#include "services/parachain/part.hpp"
#include "services/parachain/requests/requester.hpp"
#include "services/service.hpp"

namespace serinus::services::paras {

class LaneRequests final : public RequestOutlet, public AnswerSink {
  public:
    /// Ours: requests of a kind whose answers are waited for. A part that asks for more gets no answer to them; those
    /// of other kinds do not suffer.
    static constexpr size_t kMaxRequests = 4096;

    explicit LaneRequests(platform::Lane& lane) : lane_(lane) {}
    /// Before anything is asked for; both outlive this.
    void connect(ServiceNetwork& network, Asker& asker) {
        network_ = &network;
        asker_ = &asker;
    }

    // RequestOutlet, on the lane.
    bool has_room(RequestKind kind) const override;
    void request(const PeerId& peer, RequestKind kind, Bytes content, std::optional<RequestKind> fallback,
                 OnAnswer on_answer) override;

    // AnswerSink, on the network's thread.
    void answered(RequestToken token, RequestKind kind, std::optional<Bytes> answer) override;

  private:
    platform::Lane& lane_;
    ServiceNetwork* network_ = nullptr;
    Asker* asker_ = nullptr;
    /// With the kind that was asked for.
    std::map<RequestToken, std::pair<RequestKind, OnAnswer>> waiting_;
    std::map<RequestKind, size_t> waiting_of_;
    RequestToken next_token_ = 1;
};

}  // namespace serinus::services::paras
