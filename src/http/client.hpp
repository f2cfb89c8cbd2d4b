/// The HTTP client of offchain workers.
#pragma once

#include "executor/offchain_http.hpp"

namespace serinus::platform {
class Scheduler;
}

namespace serinus::http {

/// Bounds, all ours: what an offchain worker can make this node do.
struct Limits {
    uint32_t max_requests = 64;                  ///< that are not forgotten yet
    size_t max_request_body = size_t{16} << 20;  ///< it is sent when it is whole
    size_t max_response_headers = size_t{256} << 10;
    size_t response_buffer = size_t{256} << 10;  ///< of a body, read ahead of the worker
    uint32_t idle_timeout_ms = 60'000;           ///< without a byte from or to the other side
};

/// Over HTTP/1.1, plain and with TLS against the system's certificates. One background thread, from the first request
/// that is sent. `scheduler` must outlive the client. Not for virtual time.
std::unique_ptr<executor::OffchainHttp> make_client(platform::Scheduler& scheduler, const Limits& limits = {});

}  // namespace serinus::http
