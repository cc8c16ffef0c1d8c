/* Reads a calendar from standard input with libical; prints one line for each thing wrong with it. */
#include <libical/ical.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int walk(icalcomponent *component)
{
    int events = icalcomponent_isa(component) == ICAL_VEVENT_COMPONENT;
    icalproperty *property = icalcomponent_get_first_property(component, ICAL_XLICERROR_PROPERTY);
    for (; property; property = icalcomponent_get_next_property(component, ICAL_XLICERROR_PROPERTY))
        printf("libical: %s\n", icalproperty_get_xlicerror(property));
    icalcomponent *inner = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT);
    for (; inner; inner = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT))
        events += walk(inner);
    return events;
}

int main(void)
{
    size_t size = 0, room = 1 << 16, got;
    char *text = malloc(room + 1);
    while ((got = fread(text + size, 1, room - size, stdin)) > 0)
        if ((size += got) == room)
            text = realloc(text, (room *= 2) + 1);
    text[size] = 0;
    if (strlen(text) != size)
        printf("libical: a NUL ends the text early\n");
    icalerror_set_errors_are_fatal(0);
    icalcomponent *calendar = icalparser_parse_string(text);
    if (!calendar) {
        printf("libical: not a calendar\n");
        return 0;
    }
    if (!icalrestriction_check(calendar))
        printf("libical: a property is missing, or stands where it may not\n");
    /* The last line is for the caller: how many events were understood. */
    int events = walk(calendar);
    printf("%d\n", events);
    return 0;
}
