#include "executor/offchain.hpp"

#include <chrono>
#include <thread>

#include "platform/random.hpp"

namespace serinus::executor {
namespace {

uint64_t unix_time_ms() {
    const auto since = std::chrono::system_clock::now().time_since_epoch();
    return static_cast<uint64_t>(std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

/// A client with its thread, made for the first request: most runs make none.
class LazyHttp final : public OffchainHttp {
  public:
    std::optional<HttpRequestId> start(std::string_view method, std::string_view uri) override {
        return client().start(method, uri);
    }
    bool add_header(HttpRequestId id, std::string_view name, std::string_view value) override {
        return client().add_header(id, name, value);
    }
    Result<void, HttpError> write_body(HttpRequestId id, BytesView chunk, HttpDeadline deadline) override {
        return client().write_body(id, chunk, deadline);
    }
    std::vector<HttpStatus> wait(std::span<const HttpRequestId> ids, HttpDeadline deadline) override {
        return client().wait(ids, deadline);
    }
    HttpHeaders response_headers(HttpRequestId id) override { return client().response_headers(id); }
    Result<uint32_t, HttpError> read_body(HttpRequestId id, MutableBytesView buffer, HttpDeadline deadline) override {
        return client().read_body(id, buffer, deadline);
    }

  private:
    OffchainHttp& client() {
        if (client_ == nullptr) client_ = make_http_client();
        return *client_;
    }
    std::unique_ptr<OffchainHttp> client_;
};

}  // namespace

std::unique_ptr<OffchainServices> OffchainServices::of_this_machine() {
    auto services = std::make_unique<OffchainServices>();
    services->now_ms = unix_time_ms;
    services->sleep_until_ms = [](uint64_t deadline) {
        // In pieces: the end of time is further away than a clock can count.
        constexpr uint64_t kPiece = 1000;
        for (uint64_t now = unix_time_ms(); now < deadline; now = unix_time_ms()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(std::min(deadline - now, kPiece)));
        }
    };
    services->random_seed = [] { return platform::random_array<32>(); };
    services->http = std::make_unique<LazyHttp>();
    return services;
}

}  // namespace serinus::executor
