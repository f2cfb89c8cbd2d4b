#include "runtime/sdk/runtime_api.hpp"

namespace serinus::sdk {

void panic_on_bad_arguments(std::string_view api, std::string_view method) {
    std::string message = "bad arguments of ";
    message.append(api).append("_").append(method);
    panic(message);
}

}  // namespace serinus::sdk
