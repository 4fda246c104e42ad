#include "CConsole.h"

struct file {
    const char *path;
    const unsigned char *bytes;
    size_t size;
};

// C23 §6.10.4: the compiler takes each file as it is. An #embed cannot come out of a macro, so the element around it is included.
static const struct file files[] = {
#define FILE "files/addresses.js"
#include "EmbeddedFile.h"
#define FILE "files/app.js"
#include "EmbeddedFile.h"
#define FILE "files/brush.js"
#include "EmbeddedFile.h"
#define FILE "files/buckets.js"
#include "EmbeddedFile.h"
#define FILE "files/charts.js"
#include "EmbeddedFile.h"
#define FILE "files/colours.js"
#include "EmbeddedFile.h"
#define FILE "files/differences.js"
#include "EmbeddedFile.h"
#define FILE "files/editing.js"
#include "EmbeddedFile.h"
#define FILE "files/elements.js"
#include "EmbeddedFile.h"
#define FILE "files/explanation.js"
#include "EmbeddedFile.h"
#define FILE "files/exports.js"
#include "EmbeddedFile.h"
#define FILE "files/formats.js"
#include "EmbeddedFile.h"
#define FILE "files/forms.js"
#include "EmbeddedFile.h"
#define FILE "files/icon.svg"
#include "EmbeddedFile.h"
#define FILE "files/index.html"
#include "EmbeddedFile.h"
#define FILE "files/json.js"
#include "EmbeddedFile.h"
#define FILE "files/notices.js"
#include "EmbeddedFile.h"
#define FILE "files/reasons.js"
#include "EmbeddedFile.h"
#define FILE "files/refusal.js"
#include "EmbeddedFile.h"
#define FILE "files/registering.js"
#include "EmbeddedFile.h"
#define FILE "files/rule-fields.js"
#include "EmbeddedFile.h"
#define FILE "files/service.js"
#include "EmbeddedFile.h"
#define FILE "files/sign-in.js"
#include "EmbeddedFile.h"
#define FILE "files/styles.css"
#include "EmbeddedFile.h"
#define FILE "files/table.js"
#include "EmbeddedFile.h"
#define FILE "files/trial.js"
#include "EmbeddedFile.h"
#define FILE "files/twins.js"
#include "EmbeddedFile.h"
#define FILE "files/undoing.js"
#include "EmbeddedFile.h"
#define FILE "files/upload.js"
#include "EmbeddedFile.h"
#define FILE "files/pages/changes.js"
#include "EmbeddedFile.h"
#define FILE "files/pages/decision.js"
#include "EmbeddedFile.h"
#define FILE "files/pages/device-form.js"
#include "EmbeddedFile.h"
#define FILE "files/pages/device.js"
#include "EmbeddedFile.h"
#define FILE "files/pages/devices.js"
#include "EmbeddedFile.h"
#define FILE "files/pages/history.js"
#include "EmbeddedFile.h"
#define FILE "files/pages/imports.js"
#include "EmbeddedFile.h"
#define FILE "files/pages/keys.js"
#include "EmbeddedFile.h"
#define FILE "files/pages/overview-decisions.js"
#include "EmbeddedFile.h"
#define FILE "files/pages/overview-health.js"
#include "EmbeddedFile.h"
#define FILE "files/pages/overview-part.js"
#include "EmbeddedFile.h"
#define FILE "files/pages/overview.js"
#include "EmbeddedFile.h"
#define FILE "files/pages/plan.js"
#include "EmbeddedFile.h"
#define FILE "files/pages/policy.js"
#include "EmbeddedFile.h"
#define FILE "files/pages/timeline.js"
#include "EmbeddedFile.h"
#define FILE "files/pages/unmatched.js"
#include "EmbeddedFile.h"
};

static const size_t count = sizeof files / sizeof files[0];

size_t console_file_count(void) { return count; }

unsigned char console_file_name_byte(size_t file, size_t index) {
    if (file >= count) return 0;
    const char *name = files[file].path + sizeof "files/" - 1;
    for (size_t before = 0; before < index; before++) {
        if (name[before] == 0) return 0;
    }
    return (unsigned char)name[index];
}

size_t console_file_size(size_t file) { return file < count ? files[file].size : 0; }

unsigned char console_file_byte(size_t file, size_t index) {
    return index < console_file_size(file) ? files[file].bytes[index] : 0;
}
